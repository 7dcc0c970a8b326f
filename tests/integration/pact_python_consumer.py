"""A consumer test written with pact-python: writes its contract with payment-service into the folder named."""

import json
import sys
import urllib.request

from pact import Pact, match

folder = sys.argv[1]
pact = Pact("shipping-service", "payment-service").with_specification("V4")
(
    pact.upon_receiving("a look at the charge of an order")
    .given("a charge", customer_id="cust-1", order_id="ord-1")
    .with_request("GET", "/api/v1/orders/ord-1/charge")
    .with_header("Accept", "application/json")
    .will_respond_with(200)
    .with_body(
        {
            "payment_id": match.regex("pay-abc123", regex="pay-[a-z0-9]+"),
            "status": match.regex("SUCCESS", regex="SUCCESS|REFUNDED"),
            "amount": match.number(99.99),
        }
    )
)
(
    pact.upon_receiving("a list of a customer's charges")
    .given("a charge", customer_id="cust-1", order_id="ord-1")
    .with_request("GET", "/api/v1/charges")
    .with_query_parameters({"customer_id": match.str("cust-1")})
    .will_respond_with(200)
    .with_body({"charges": match.each_like({"order_id": match.str("ord-789")}, min=1)})
)

with pact.serve() as server:
    for path in ["/api/v1/orders/ord-1/charge", "/api/v1/charges?customer_id=cust-1"]:
        request = urllib.request.Request(f"{server.url}{path}", headers={"Accept": "application/json"})
        with urllib.request.urlopen(request) as response:
            json.load(response)

pact.write_file(folder)
