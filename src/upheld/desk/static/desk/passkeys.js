// Why no passkey came, where a browser or a device says so and nothing is sent to us.
document.addEventListener("allauth.error", () => {
  const told = document.querySelector("[data-no-passkey]");
  told.hidden = false;
  told.focus();
});
