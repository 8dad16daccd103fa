# Fetches the configuration of pygeoapi again and again; a failure leaves the last one.
trap 'exit 0' TERM
fetched=${FETCHED:-/fetched}
while :; do
  aws s3 cp --only-show-errors "$RIMREP_STORES_ARTIFACTS/pygeoapi/config-pygeoapi.yaml" "$fetched/new" &&
    mv "$fetched/new" "$fetched/config-pygeoapi.yaml"
  sleep $((60 + RANDOM % 60)) & wait $!
done
