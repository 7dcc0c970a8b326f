"""A provider test written with pact-python: verifies payment-service with the contracts of a branch and publishes.

Arguments: the provider's URL, the broker's, the provider's version, the consumers' branch, and where contracts that are
pending or work in progress are wanted, since when.
"""

import sys
from urllib.parse import urlsplit

from pact import Verifier

url, broker, version, branch, *since = sys.argv[1:]
verifier = (
    Verifier("payment-service", urlsplit(url).hostname)
    .add_transport(url=url)
    .state_handler(f"{url}/_abide/states", body=True)
    .set_publish_options(version, branch="main")
)
source = (
    verifier.broker_source(broker, selector=True)
    .provider_branch("main")
    .consumer_version(branch=branch)
)
if since:
    source = source.include_pending().include_wip_since(since[0])
source.build().verify()
