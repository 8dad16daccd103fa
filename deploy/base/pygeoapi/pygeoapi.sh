# Starts pygeoapi with the configuration that was fetched, and waits for the first.
set -e
fetched=${FETCHED:-/fetched}
until [ -s "$fetched/config-pygeoapi.yaml" ]; do sleep 1; done
cp "$fetched/config-pygeoapi.yaml" "$PYGEOAPI_CONFIG"
pygeoapi openapi generate "$PYGEOAPI_CONFIG" --output-file "$PYGEOAPI_OPENAPI"
exec gunicorn --workers 4 --worker-class gevent --timeout 600 --bind "0.0.0.0:${PORT:-5000}" pygeoapi.flask_app:APP
