// Files: dropped, chosen or taken with the camera; shown before they are sent; photographs made smaller for weak networks.
// A form that keeps itself as a draft takes them at once ("xieli:taken"); of another it is said that they go with it.
import { ready, word } from "./ready.js";

const LONG_SIDE = 2048;

async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 1_000_000) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width * scale, height: picture.height * scale });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}

ready(".upload", (box) => {
  const input = box.querySelector('input[type="file"]');
  const previews = box.querySelector(".previews");

  const take = async (files) => {
    const kept = await Promise.all([...files].map(smaller));
    const transfer = new DataTransfer();
    kept.slice(0, input.multiple ? undefined : 1).forEach((file) => transfer.items.add(file));
    input.files = transfer.files;
    previews.replaceChildren(
      ...kept.map((file) => {
        if (!file.type.startsWith("image/")) return Object.assign(document.createElement("span"), { className: "tag", textContent: file.name });
        const picture = Object.assign(document.createElement("img"), { alt: file.name, src: URL.createObjectURL(file) });
        picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
        return picture;
      }),
    );
    if (input.files.length && input.form?.matches("[data-draft]:not([data-autosave], [data-keep])")) {
      previews.append(Object.assign(document.createElement("p"), { className: "small faint", textContent: word("unsent") }));
    }
    input.dispatchEvent(new CustomEvent("xieli:taken", { bubbles: true }));
  };

  input.addEventListener("xieli:emptied", () => previews.replaceChildren());
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
