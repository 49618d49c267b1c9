#!/bin/sh
# Runs once in compose: makes the passwords and the key that signs tokens, on volumes of their own. They are made on the
# machine, live as long as the databases beside them, and are in no file, image or environment.
set -eu
umask 077

# A file whose content comes from standard input, readable by one user (and group), unless it is there already.
once() { # file mode owner
    [ ! -e "$1" ] || return 0
    cat > "$1.new"
    chmod "$2" "$1.new"
    chown "$3" "$1.new"
    mv "$1.new" "$1"
}

random() {
    openssl rand -hex 24
}

# 999 is mysqld, which creates the accounts; 10001 serves, 10002 migrates.
for service in user product order payment; do
    chmod 755 "/secrets/$service"
    random | once "/secrets/$service/root" 400 999:999
    random | once "/secrets/$service/migrate" 440 10002:999
    random | once "/secrets/$service/serve" 440 10001:999
done

chmod 755 /secrets/keys
if ! ls /secrets/keys/*.pem > /dev/null 2>&1; then
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | once "/secrets/keys/$(openssl rand -hex 8).pem" 400 10001:10001
fi
