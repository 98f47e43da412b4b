/**
 * Reads imsmanifest.xml: which standard, what can be launched, and by which rule each of it is done.
 * Sources: SCORM 1.2 Content Aggregation Model 2.3; SCORM 2004 4th Edition CAM 3.4 and 5.1. Everything in it is untrusted.
 */
import { XMLParser } from "fast-xml-parser";
import { resolveHref } from "#lib/courses/entry-path.ts";
import { PackageRefusedError } from "#lib/courses/package-error.ts";
import type { PackageItem } from "#lib/domain/scorm-package.ts";
import type { ScormRule, ScormStandard } from "#lib/domain/scorm-status.ts";

export interface Manifest {
  standard: ScormStandard;
  title: string;
  items: PackageItem[];
}

const MAX_ITEMS = 200;
const MAX_TITLE = 200;
const MAX_ID = 300;
const MAX_LAUNCH_DATA = 4096;
const MAX_DEPTH = 40;

interface Node {
  [name: string]: unknown;
}

/** Reads a manifest. Throws PackageRefusedError. */
export function readManifest(xml: string): Manifest {
  const manifest = node(parse(xml)["manifest"]);
  const standard = standardOf(manifest);
  const organization = defaultOrganization(manifest);
  const resources = new Map(
    list(node(manifest["resources"])["resource"]).map((one) => [text(one["@identifier"]), one]),
  );
  const bases = [text(manifest["@base"]), text(node(manifest["resources"])["@base"])];
  const items = list(organization["item"])
    .flatMap((item) => leaves(item, 0))
    .flatMap((item) => readItem(item, resources, bases));
  if (items.length === 0) throw new PackageRefusedError("nothing_to_launch");
  if (items.length > MAX_ITEMS) throw new PackageRefusedError("too_many_items");
  const title = text(organization["title"]) || items[0]?.title || "";
  return { standard, title: title.slice(0, MAX_TITLE), items };
}

/** Names lose their prefix (`adlcp:masteryscore`); entities are never expanded beyond XML's own five. */
function parse(xml: string): Node {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new PackageRefusedError("bad_manifest");
  try {
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: "@",
      removeNSPrefix: true,
      parseTagValue: false,
      parseAttributeValue: false,
      trimValues: true,
      processEntities: true,
      htmlEntities: false,
    });
    return node(parser.parse(xml, true));
  } catch (error) {
    throw new PackageRefusedError("bad_manifest", null, error);
  }
}

function standardOf(manifest: Node): ScormStandard {
  const metadata = node(manifest["metadata"]);
  const version = text(metadata["schemaversion"]);
  if (/^1\.[0-2]$/.test(version)) return "scorm_1_2";
  if (/^(2004|CAM 1\.3)/i.test(version)) return "scorm_2004";
  // Some tools leave the version out; then the namespaces of the extensions tell.
  const namespaces = Object.entries(manifest)
    .filter(([name]) => name.startsWith("@"))
    .map(([, value]) => text(value))
    .join(" ");
  if (/adlcp_v1p3/.test(namespaces)) return "scorm_2004";
  if (/adlcp_rootv1p2/.test(namespaces)) return "scorm_1_2";
  throw new PackageRefusedError("not_scorm");
}

function defaultOrganization(manifest: Node): Node {
  const organizations = node(manifest["organizations"]);
  const all = list(organizations["organization"]);
  const wanted = text(organizations["@default"]);
  return all.find((one) => text(one["@identifier"]) === wanted) ?? all[0] ?? {};
}

/** Items can be grouped; those without items of their own are launched. */
function leaves(item: Node, depth: number): Node[] {
  if (depth > MAX_DEPTH) throw new PackageRefusedError("bad_manifest");
  const inner = list(item["item"]);
  return inner.length > 0 ? inner.flatMap((one) => leaves(one, depth + 1)) : [item];
}

function readItem(item: Node, resources: Map<string, Node>, bases: string[]): PackageItem[] {
  const resource = resources.get(text(item["@identifierref"]));
  const href = text(resource?.["@href"]);
  if (!resource || href === "") return [];
  const target = resolveHref([...bases, text(resource["@base"])].join("/"), href);
  if (!target) throw new PackageRefusedError("unsafe_path", href.slice(0, MAX_ID));
  const { passingScore, completionThreshold } = readSequencing(item);
  return [
    {
      id: text(item["@identifier"]).slice(0, MAX_ID) || target.path.slice(0, MAX_ID),
      title: text(item["title"]).slice(0, MAX_TITLE),
      path: target.path,
      suffix: joinParameters(target.suffix, text(item["@parameters"])),
      isSco: text(resource["@scormtype"] ?? resource["@scormType"]).toLowerCase() !== "asset",
      masteryScore: number(item["masteryscore"]),
      completionThreshold,
      passingScore,
      launchData: text(item["datafromlms"] ?? item["dataFromLMS"]).slice(0, MAX_LAUNCH_DATA),
    },
  ];
}

function readSequencing(item: Node): Pick<ScormRule, "passingScore" | "completionThreshold"> {
  const objective = node(node(node(item["sequencing"])["objectives"])["primaryObjective"]);
  const isMeasured = text(objective["@satisfiedByMeasure"]) === "true";
  return {
    // The standard's own default is 1.0.
    passingScore: isMeasured ? (number(objective["minNormalizedMeasure"]) ?? 1) : null,
    completionThreshold: readThreshold(item["completionThreshold"]),
  };
}

/** The 3rd edition has the number as text, the 4th as an attribute that counts when it is said to. */
function readThreshold(element: unknown): number | null {
  if (typeof element === "string") return number(element);
  const { "@completedByMeasure": byMeasure, "@minProgressMeasure": measure } = node(element);
  return text(byMeasure) === "true" ? (number(measure) ?? 1) : null;
}

/** SCORM 2004 CAM 3.4.1.14: parameters join what the address has already. */
function joinParameters(suffix: string, parameters: string): string {
  const more = parameters.replace(/^[?&]+/, "");
  if (more === "") return suffix;
  if (more.startsWith("#")) return suffix.includes("#") ? suffix : suffix + more;
  const [query = "", ...fragment] = suffix.split("#");
  const joined = query === "" ? `?${more}` : `${query}&${more}`;
  return fragment.length > 0 ? `${joined}#${fragment.join("#")}` : joined;
}

function node(value: unknown): Node {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Node) : {};
}

function list(value: unknown): Node[] {
  return (Array.isArray(value) ? value : [value]).filter(
    (one): one is Node => typeof one === "object" && one !== null,
  );
}

/** The text of an element or attribute; of an element that has attributes, too. */
function text(value: unknown): string {
  if (typeof value === "string") return value.trim();
  if (typeof value !== "object" || value === null) return "";
  const inner = (value as Node)["#text"];
  return typeof inner === "string" ? inner.trim() : "";
}

function number(value: unknown): number | null {
  const parsed = text(value) === "" ? Number.NaN : Number(text(value));
  return Number.isFinite(parsed) ? parsed : null;
}
