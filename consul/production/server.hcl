# One of three Consul servers in production. Beside it, on each machine: agent.hcl. Secrets are not here: the gossip
# key and the agent's token come from a file of their own in the configuration directory (mode 600):
#   encrypt = "<consul keygen>"   acl { tokens { agent = "<token of policies/node.hcl>" } }

datacenter       = "dc1"
server           = true
bootstrap_expect = 3
data_dir         = "/consul/data"

# The one address on the private network; fails to start when there is none or there are several.
bind_addr   = "{{ GetPrivateIP }}"
client_addr = "127.0.0.1"
retry_join  = ["consul-1.internal", "consul-2.internal", "consul-3.internal"]

ports {
  http     = -1
  https    = 8501
  grpc_tls = 8503
  dns      = 8600
}

tls {
  defaults {
    ca_file         = "/consul/tls/ca.pem"
    cert_file       = "/consul/tls/server.pem"
    key_file        = "/consul/tls/server-key.pem"
    verify_incoming = true
    verify_outgoing = true
  }
  internal_rpc {
    verify_server_hostname = true # or any client certificate could pose as a server
  }
}
auto_encrypt {
  allow_tls = true # agents fetch their certificates from the servers
}

acl {
  enabled                  = true
  default_policy           = "deny"
  down_policy              = "extend-cache" # go on with known tokens when the servers are out of reach
  enable_token_persistence = true
}

connect {
  enabled = true # the CA for mutual TLS on internal sockets
}

ui_config {
  enabled = true
}

autopilot {
  cleanup_dead_servers      = true
  last_contact_threshold    = "500ms"
  server_stabilization_time = "10s"
}

telemetry {
  prometheus_retention_time = "1m"
  disable_hostname          = true
}

disable_update_check = true
leave_on_terminate   = false # a restarted server stays a member
log_json             = true
