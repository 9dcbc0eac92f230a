// What every page loads: small, and nothing heavy before the reader asks for it.
import "./chart.js";
import "./copy.js";
import "./found.js";
import "./mistake.js";
import "./offline.js";
import "./own.js";
import "./quiz.js";
import "./run.js";
