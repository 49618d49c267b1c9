#!/bin/bash
# Read by MySQL's entrypoint when the database is new: the account that migrates and the one that serves. Passwords are
# hexadecimal (secrets.sh), so they need no quoting.
docker_process_sql <<SQL
CREATE USER '${MYSQL_DATABASE}_migrate'@'%' IDENTIFIED BY '$(< /run/secrets/migrate)';
GRANT ALL PRIVILEGES ON \`${MYSQL_DATABASE}\`.* TO '${MYSQL_DATABASE}_migrate'@'%';
CREATE USER '${MYSQL_DATABASE}_serve'@'%' IDENTIFIED BY '$(< /run/secrets/serve)';
GRANT SELECT, INSERT, UPDATE, DELETE ON \`${MYSQL_DATABASE}\`.* TO '${MYSQL_DATABASE}_serve'@'%';
SQL
