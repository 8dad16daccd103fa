# Whether pygeoapi serves what was fetched last.
[ ! -s "$PYGEOAPI_CONFIG" ] || cmp -s "${FETCHED:-/fetched}/config-pygeoapi.yaml" "$PYGEOAPI_CONFIG"
