# Prometheus: lists the replicas it scrapes, and reads the agents' own metrics.
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
agent_prefix "" {
  policy = "read"
}
