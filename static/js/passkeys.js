// Says in words that a passkey was not made or not used; the scripts of allauth tell only the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const line = document.getElementById("problem");
  line.textContent = window.PublicKeyCredential
    ? "That did not work: the passkey was not confirmed in time, or this device has none for this site. Please try again."
    : "This browser has no passkeys. Please use your password.";
  line.hidden = false;
});
