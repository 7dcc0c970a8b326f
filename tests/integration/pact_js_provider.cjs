// A provider test written with pact-js: verifies payment-service with the contracts of a branch and publishes.
//
// Arguments: the folder node_modules, the provider's URL, the broker's, the provider's version, the consumers' branch, and
// where contracts that are pending or work in progress are wanted, since when.

const [modules, url, broker, version, branch, since] = process.argv.slice(2);
const { Verifier } = require(require.resolve("@pact-foundation/pact", { paths: [modules] }));

new Verifier({
  provider: "payment-service",
  providerBaseUrl: url,
  providerStatesSetupUrl: `${url}/_abide/states`,
  pactBrokerUrl: broker,
  consumerVersionSelectors: [{ branch }],
  ...(since && { enablePending: true, includeWipPactsSince: since }),
  publishVerificationResult: true,
  providerVersion: version,
  providerVersionBranch: "main",
  logLevel: "error",
})
  .verifyProvider()
  .catch((error) => {
    console.error(String(error));
    process.exitCode = 1;
  });
