# product: registers itself, and finds what it calls. Nothing else: it cannot pose as another service.
service "product" {
  policy = "write"
}
service "product-internal" {
  policy = "write"
}
service "user-internal" {
  policy = "read"
}
# The names of the machines the instances run on: without them a service cannot see where another one is.
node_prefix "" {
  policy = "read"
}
