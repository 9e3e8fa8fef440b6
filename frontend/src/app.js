// Everything a page needs; each module listens on the document, so swapped-in parts work without set-up of their own.
import "./htmx.js";
import "./autosave.js";
import "./choose.js";
import "./columns.js";
import "./counts.js";
import "./dialogs.js";
import "./drafts.js";
import "./gantt.js";
import "./keyboard.js";
import "./live.js";
import "./mention.js";
import "./preferences.js";
import "./quote.js";
import "./rows.js";
import "./small.js";
import "./toasts.js";
import "./upload.js";
