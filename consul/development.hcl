# Consul on one machine: one server that is also everybody's agent. Used natively and in compose.
# It listens on 127.0.0.1 only (compose adds -client=0.0.0.0 inside its network); ports can be moved by flags.

datacenter       = "dc1"
node_name        = "watertight"
server           = true
bootstrap_expect = 1
data_dir         = "/consul/data"

bind_addr   = "127.0.0.1" # gossip and RPC: there is nobody else to talk to
client_addr = "127.0.0.1"
ports {
  http     = 8500
  dns      = 8600
  server   = 8300
  serf_lan = 8301
  serf_wan = -1
  grpc     = -1
  grpc_tls = -1
}

ui_config {
  enabled = true
}

dns_config {
  only_passing = true # "warning" is not "passing"
  # Each answer is true when it is given: the edge asks every second and must see a change within two.
  service_ttl = { "*" = "0s" }
  node_ttl    = "0s"
  allow_stale = false
  use_cache   = false
}

performance {
  raft_multiplier = 1 # elects itself in about a second
}

limits {
  # Natively every service, the edge and Prometheus call from one address, and each blocking query holds a
  # connection; the default of 200 would be used up by about eight replicas of each.
  http_max_conns_per_client = 2000
}

telemetry {
  prometheus_retention_time = "1m" # switches /v1/agent/metrics?format=prometheus on
  disable_hostname          = true
}

disable_update_check = true
log_level            = "INFO"
log_json             = true
