import { expect, it } from "vitest";
import { toKebabCase } from "../../src/parse/kebab-case.ts";

it.each([
  ["Capacity review", "capacity-review"],
  ["capacityReview", "capacity-review"],
  ["CoreDNSErrorsHigh", "core-dns-errors-high"],
  ["etcdGRPCReadRequestsSlow", "etcd-grpc-read-requests-slow"],
  ["SignerCAExpiration", "signer-ca-expiration"],
  ["HTTPS2Check", "https2-check"],
  ["DMF import (F&O)", "dmf-import-f-o"],
  ["OData endpoints", "odata-endpoints"],
  ["OAuth secrets", "oauth-secrets"],
  ["Rotate VPNs", "rotate-vpns"],
  ["PVCsFull", "pvcs-full"],
  ["Café à gauche", "cafe-a-gauche"],
  ["Große Straße", "grosse-strasse"],
  ["MØDE på Ærø", "moede-pa-aeroe"],
  ["Łódź", "lodz"],
  ["ﬁnal", "final"],
  ["--", undefined],
  ["日本", undefined],
])("makes %j the id %j", (text, id) => {
  expect(toKebabCase(text)).toBe(id);
});
