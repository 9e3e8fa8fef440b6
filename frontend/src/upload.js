// Files: dropped, chosen or taken with the camera; shown before they are sent; photographs made smaller for weak networks.
// A form that keeps itself as a draft takes them at once ("xieli:taken"); of another it is said that they go with it.
// A camera gives one photograph at a time: what is taken next comes to what is there, and each can be taken out again.
import { toast } from "./toasts.js";
import { ready, word } from "./ready.js";

const LONG_SIDE = 2048;
const LARGEST = 20 * 1024 * 1024; // the server's own limit

// What a camera makes and not every program reads becomes a JPEG where this browser can read it.
const foreign = (file) => /^image\/(hei[cf]|avif|bmp|tiff)$/.test(file.type);

async function smaller(file) {
  const usual = /^image\/(jpeg|png|webp)$/.test(file.type) && file.size >= 1_000_000;
  if (!usual && !foreign(file)) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width * scale, height: picture.height * scale });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    const gain = blob && (foreign(file) || blob.size < file.size);
    return gain ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg", lastModified: file.lastModified }) : file;
  } catch {
    return file;
  }
}

const same = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

ready(".upload", (box) => {
  const input = box.querySelector('input[type="file"]');
  const previews = box.querySelector(".previews");
  const most = input.multiple ? Number(box.dataset.most || Infinity) : 1;
  let held = []; // { file: as chosen, kept: as it is sent }

  const fill = () => {
    const transfer = new DataTransfer();
    held.forEach(({ kept }) => transfer.items.add(kept));
    input.files = transfer.files;
  };

  const drawn = (one) => {
    const out = document.createElement("button");
    Object.assign(out, { type: "button", className: "btn quiet small square", textContent: "×", ariaLabel: `${word("without")} ${one.kept.name}` });
    out.addEventListener("click", () => {
      held = held.filter((other) => other !== one);
      changed();
      input.focus();
    });
    const preview = Object.assign(document.createElement("span"), { className: "one" });
    if (one.kept.type.startsWith("image/")) {
      const picture = Object.assign(document.createElement("img"), { alt: one.kept.name, src: URL.createObjectURL(one.kept) });
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
      preview.append(picture, out);
    } else preview.append(Object.assign(document.createElement("span"), { className: "tag", textContent: one.kept.name }), out);
    return preview;
  };

  const changed = () => {
    fill();
    previews.replaceChildren(...held.map(drawn));
    if (held.length && input.form?.matches("[data-draft]:not([data-autosave], [data-keep])")) {
      previews.append(Object.assign(document.createElement("p"), { className: "small faint", textContent: word("unsent") }));
    }
    input.dispatchEvent(new CustomEvent("xieli:taken", { bubbles: true }));
  };

  const take = async (files) => {
    const fresh = [...files].filter((file) => !held.some((one) => same(one.file, file))).map((file) => ({ file, kept: file }));
    held = input.multiple ? [...held, ...fresh] : fresh.slice(0, 1);
    if (held.length > most) toast(word("toomany").replace("{n}", most), "red");
    held = held.slice(0, most);
    fill(); // sent before they are small, they are all there
    await Promise.all(fresh.map(async (one) => (one.kept = await smaller(one.file))));
    const large = held.find(({ kept }) => kept.size > LARGEST);
    if (large) toast(word("toolarge").replace("{name}", large.kept.name), "red");
    held = held.filter(({ kept }) => kept.size <= LARGEST);
    changed();
  };

  input.addEventListener("xieli:emptied", () => {
    held = [];
    previews.replaceChildren();
  });
  input.addEventListener("change", () => take(input.files));
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    take(event.dataTransfer.files);
  });
});
