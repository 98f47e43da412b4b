/* A small SCORM 1.2 lesson: pages, a test, and a place to go on from. */

const PAGES = [
  {
    title: "Why hands?",
    text: [
      "Hands touch everything: doors, money, faces, food. Eight of ten common infections travel that way.",
      "Soap does not kill most germs. It lifts them off, and water carries them away.",
    ],
  },
  {
    title: "When?",
    text: [
      "Before you prepare food and before you eat.",
      "After the restroom, after raw meat or eggs, after coughing, after taking out the trash.",
    ],
  },
  {
    title: "How?",
    text: [
      "Wet, soap, rub for 20 seconds: palms, backs, between the fingers, thumbs, nails. Rinse. Dry with a clean towel.",
      "Most people forget their thumbs.",
    ],
  },
];

const QUESTIONS = [
  {
    id: "soap",
    prompt: "What does soap do?",
    choices: ["It kills all germs", "It lifts germs off the skin"],
    right: 1,
  },
  { id: "time", prompt: "How long do you rub?", choices: ["5 seconds", "20 seconds", "2 minutes"], right: 1 },
  { id: "forget", prompt: "What is forgotten most often?", choices: ["The palms", "The thumbs"], right: 1 },
  {
    id: "meat",
    prompt: "You cut raw chicken. What now?",
    choices: ["Wash hands at once", "Rinse the knife first"],
    right: 0,
  },
  {
    id: "dry",
    prompt: "How do you dry your hands?",
    choices: ["On the apron", "With a clean towel"],
    right: 1,
  },
];

const api = findApi(window);
let page = 0;

function findApi(start) {
  for (let win = start, steps = 0; steps < 10; win = win.parent, steps++) {
    if (win.API) return win.API;
    if (win.parent === win) return null;
  }
  return null;
}

function set(name, value) {
  if (api) api.LMSSetValue(name, String(value));
}

function keep() {
  set("cmi.core.lesson_location", page);
  set("cmi.core.exit", "suspend");
  if (api) api.LMSCommit("");
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function show(move = true) {
  const place = document.getElementById("page");
  const isTest = page >= PAGES.length;
  document.getElementById("place").textContent = isTest ? "Test" : `Page ${page + 1} of ${PAGES.length}`;
  place.replaceChildren(...(isTest ? drawTest() : drawPage(PAGES[page])));
  document.getElementById("back").hidden = page === 0;
  document.getElementById("on").textContent = isTest
    ? "Hand in"
    : page === PAGES.length - 1
      ? "To the test"
      : "Next";
  if (move) place.focus();
}

function drawPage({ title, text }) {
  return [element("h1", title), ...text.map((line) => element("p", line))];
}

function drawTest() {
  const result = element("p", "", { role: "status", id: "result" });
  return [element("h1", "What do you remember?"), ...QUESTIONS.map(drawQuestion), result];
}

function drawQuestion({ id, prompt, choices }) {
  const field = element("fieldset");
  field.append(element("legend", prompt));
  choices.forEach((choice, index) => {
    const label = element("label");
    label.append(element("input", "", { type: "radio", name: id, value: index }), ` ${choice}`);
    field.append(label);
  });
  return field;
}

function handIn() {
  const given = QUESTIONS.map(({ id }) => document.querySelector(`input[name="${id}"]:checked`)?.value);
  const result = document.getElementById("result");
  if (given.includes(undefined)) {
    result.textContent = "Please answer every question.";
    return;
  }
  const right = QUESTIONS.filter((question, index) => Number(given[index]) === question.right).length;
  const score = Math.round((right * 100) / QUESTIONS.length);
  QUESTIONS.forEach(({ id, right: wanted }, index) => {
    set(`cmi.interactions.${index}.id`, id);
    set(`cmi.interactions.${index}.type`, "choice");
    set(`cmi.interactions.${index}.student_response`, given[index]);
    set(`cmi.interactions.${index}.result`, Number(given[index]) === wanted ? "correct" : "wrong");
  });
  set("cmi.core.score.min", 0);
  set("cmi.core.score.max", 100);
  set("cmi.core.score.raw", score);
  set("cmi.core.lesson_status", score >= 80 ? "passed" : "failed");
  keep();
  result.textContent =
    score >= 80
      ? `${score} percent: passed. You can close this lesson.`
      : `${score} percent. You need 80: look at the pages again and hand in once more.`;
}

document.getElementById("back").addEventListener("click", () => {
  page -= 1;
  keep();
  show();
});

document.getElementById("on").addEventListener("click", () => {
  if (page >= PAGES.length) return handIn();
  page += 1;
  keep();
  show();
});

if (api) {
  api.LMSInitialize("");
  const status = api.LMSGetValue("cmi.core.lesson_status");
  page = Math.min(Number(api.LMSGetValue("cmi.core.lesson_location")) || 0, PAGES.length);
  if (status === "not attempted" || status === "") set("cmi.core.lesson_status", "incomplete");
  window.addEventListener("pagehide", () => {
    keep();
    api.LMSFinish("");
  });
}
show(false);
