// A consumer test written with pact-js: writes its contract with payment-service into the folder named.
//
// Arguments: the folder node_modules, and the folder for the contract.

const [modules, folder] = process.argv.slice(2);
const { PactV4, MatchersV3 } = require(require.resolve("@pact-foundation/pact", { paths: [modules] }));

new PactV4({ consumer: "web-shop", provider: "payment-service", dir: folder, logLevel: "error" })
  .addInteraction()
  .given("a charge", { customer_id: "cust-1", order_id: "ord-1" })
  .uponReceiving("a look at the charge of an order")
  .withRequest("GET", "/api/v1/orders/ord-1/charge")
  .willRespondWith(200, (response) => response.jsonBody({ payment_id: MatchersV3.like("pay-abc123") }))
  .executeTest(async (server) => {
    const answer = await fetch(`${server.url}/api/v1/orders/ord-1/charge`);
    if (!(await answer.json()).payment_id) throw new Error("no payment_id");
  })
  .catch((error) => {
    console.error(String(error));
    process.exitCode = 1;
  });
