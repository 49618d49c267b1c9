# An agent's own token: keeps its machine in the catalogue and its services in step.
node_prefix "" {
  policy = "write"
}
service_prefix "" {
  policy = "read"
}
