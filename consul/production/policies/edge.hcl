# What the agents answer DNS with (their default token), and so the edge: public sockets only.
service "user" {
  policy = "read"
}
service "product" {
  policy = "read"
}
service "order" {
  policy = "read"
}
service "payment" {
  policy = "read"
}
node_prefix "" {
  policy = "read"
}
