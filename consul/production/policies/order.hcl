# order: registers itself, and finds what it calls. Nothing else: it cannot pose as another service.
service "order" {
  policy = "write"
}
service "order-internal" {
  policy = "write"
}
service "user-internal" {
  policy = "read"
}
service "product-internal" {
  policy = "read"
}
service "payment-internal" {
  policy = "read"
}
# The names of the machines the instances run on: without them a service cannot see where another one is.
node_prefix "" {
  policy = "read"
}
