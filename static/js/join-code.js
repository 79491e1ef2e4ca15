// Sends the secret of a link, which stands after the #, with the form of the page, and takes it out of the address.
const secret = location.hash.slice(1);
const form = document.querySelector("[data-join-code]");
if (secret && form) {
  history.replaceState(null, "", location.pathname);
  form.elements.token.value = secret;
  form.requestSubmit();
}
