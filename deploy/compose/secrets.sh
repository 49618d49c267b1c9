#!/bin/sh
# Runs once in compose: makes the passwords and the key that signs tokens, on volumes of their own. They are made on the
# machine, live as long as the databases beside them, and are in no file, image or environment. With `rotate`: a new key.
set -eu
umask 077

# A file with what the command prints, readable by one user (and group), unless it is there already.
once() { # file mode owner command…
    file=$1 mode=$2 owner=$3
    shift 3
    [ ! -e "$file" ] || return 0
    "$@" > "$file.new"
    chmod "$mode" "$file.new"
    chown "$owner" "$file.new"
    mv "$file.new" "$file"
}

password() {
    openssl rand -hex 24 | tr -d '\n'
}

# 999 is mysqld, which creates the accounts; 10001 serves, 10002 migrates.
for service in user product order payment; do
    chmod 755 "/secrets/$service"
    once "/secrets/$service/root" 400 999:999 password
    once "/secrets/$service/migrate" 440 10002:999 password
    once "/secrets/$service/serve" 440 10001:999 password
done

signing_key() {
    id=$(openssl rand -hex 8)
    once "/secrets/keys/$id.pem" 400 10001:10001 openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256
}

chmod 755 /secrets/keys
if ! ls /secrets/keys/*.pem > /dev/null 2>&1; then
    signing_key
elif [ "${1-}" = rotate ]; then
    # A key signs from two minutes after it was made until two minutes after the next one was, and tokens are good for 15.
    for key in /secrets/keys/*.pem; do
        if [ -n "$(find /secrets/keys -name '*.pem' -newer "$key" -mmin +17)" ]; then
            rm "$key"
            echo "key $(basename "$key" .pem) is removed: nothing that is still good was signed with it"
        fi
    done
    signing_key
    echo "key $id is published now and signs in 2 minutes; the one before stays for what it signed"
fi
