# The Consul agent beside the services and the edge on each machine in production: they talk to it on 127.0.0.1, it
# runs their checks and answers their DNS. Secrets: as in server.hcl.

datacenter  = "dc1"
server      = false
data_dir    = "/consul/data"
bind_addr   = "{{ GetPrivateIP }}"
client_addr = "127.0.0.1"
retry_join  = ["consul-1.internal", "consul-2.internal", "consul-3.internal"]

ports {
  http = 8500
  dns  = 8600
}

tls {
  defaults {
    ca_file         = "/consul/tls/ca.pem"
    verify_incoming = true
    verify_outgoing = true
  }
  internal_rpc {
    verify_server_hostname = true
  }
}
auto_encrypt {
  tls = true
}

acl {
  enabled                  = true
  default_policy           = "deny"
  down_policy              = "extend-cache"
  enable_token_persistence = true
}

dns_config {
  only_passing = true
  service_ttl  = { "*" = "0s" }
  node_ttl     = "0s"
  # Any server may answer, as long as it is no more than a second behind: DNS survives an election.
  allow_stale = true
  max_stale   = "1s"
  use_cache   = false
}

limits {
  http_max_conns_per_client = 2000
}

telemetry {
  prometheus_retention_time = "1m"
  disable_hostname          = true
}

disable_update_check = true
leave_on_terminate   = true # machines come and go; their agents leave properly
log_json             = true
