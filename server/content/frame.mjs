/**
 * Runs in the browser, on the origin of packages: stands between Baton's page around it and the package inside it. To the
 * package it is the SCORM runtime; with the page it speaks by messages, each checked for where it comes from.
 *
 * page → frame  {type: "start", standard, item, cmi, learner}
 * frame → page  {type: "ready"} {type: "commit", number, cmi} {type: "failed"}
 */

const AUTOCOMMIT_SECONDS = 3;

const page = window.parent;
// Packages look for the runtime from window to window up to the last one, and many of them break at one of another
// origin: for them this window is the last.
window.parent = window;

const app = document.body.dataset["appOrigin"];
const files = document.body.dataset["files"];
let started = false;
let number = 0;

window.addEventListener("message", (event) => {
  if (event.origin !== app || event.source !== page) return;
  if (event.data?.type !== "start" || started) return;
  started = true;
  start(event.data).catch(() => tell({ type: "failed" }));
});

tell({ type: "ready" });

function tell(message) {
  page.postMessage(message, app);
}

async function start({ standard, item, cmi, learner }) {
  const is2004 = standard === "scorm_2004";
  const library = await import(is2004 ? "/scorm2004.js" : "/scorm12.js");
  const api = is2004 ? new library.Scorm2004API(settings()) : new library.Scorm12API(settings());
  api.loadFromJSON(is2004 ? values2004(item, cmi, learner) : values12(item, cmi, learner), "");
  window[is2004 ? "API_1484_11" : "API"] = api;
  // A tab that is closed or sent away may never come back: what was set since the last commit is handed over now.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") (is2004 ? api.Commit : api.LMSCommit).call(api, "");
  });
  const frame = document.querySelector("iframe");
  frame.title = item.title || "Lesson";
  frame.src = files + item.path.split("/").map(encodeURIComponent).join("/") + item.suffix;
}

/** The library would send commits by itself; ours go to the page around us, which keeps them. */
function settings() {
  return {
    lmsCommitUrl: "page",
    httpService: { processHttpRequest: commit, updateSettings() {} },
    dataCommitFormat: "json",
    renderCommonCommitFields: true,
    alwaysSendTotalTime: true,
    autocommit: true,
    autocommitSeconds: AUTOCOMMIT_SECONDS,
    logLevel: "NONE",
  };
}

function commit(_url, { runtimeData }) {
  number += 1;
  tell({ type: "commit", number, cmi: JSON.parse(JSON.stringify(runtimeData.cmi)) });
  return { result: "true", errorCode: 0 };
}

function values12(item, before, learner) {
  const { session_time: _ended, ...core } = before?.core ?? {};
  return {
    ...before,
    launch_data: item.launchData,
    core: {
      ...core,
      student_id: learner.id,
      student_name: learner.name,
      credit: "credit",
      lesson_mode: "normal",
      entry: before ? "resume" : "ab-initio",
      exit: "",
    },
    student_data: { ...before?.student_data, mastery_score: asText(item.masteryScore) },
  };
}

function values2004(item, before, learner) {
  const { session_time: _ended, ...values } = before ?? {};
  return {
    ...values,
    launch_data: item.launchData,
    learner_id: learner.id,
    learner_name: learner.name,
    credit: "credit",
    mode: "normal",
    entry: before ? "resume" : "ab-initio",
    exit: "",
    scaled_passing_score: asText(item.passingScore),
    completion_threshold: asText(item.completionThreshold),
  };
}

function asText(value) {
  return value === null || value === undefined ? "" : String(value);
}
