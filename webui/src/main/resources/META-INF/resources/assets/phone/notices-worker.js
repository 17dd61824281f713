// Shows the notifications of the phone, and tells the page that asked for one which of its buttons was pressed. Nothing
// else: it is asked for no file.

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("message", (e) => {
  const { show, close } = e.data ?? {};
  if (show) {
    const data = { id: show.id, page: e.source.id };
    e.waitUntil(self.registration.showNotification(show.title, { ...show.options, data }));
  } else if (close) {
    e.waitUntil(self.registration.getNotifications({ tag: close }).then((all) => all.forEach((each) => each.close())));
  }
});

self.addEventListener("notificationclick", (e) => {
  const { id, page } = e.notification.data;
  e.notification.close();
  e.waitUntil(self.clients.get(page).then((client) => {
    client?.postMessage({ belfryNotice: { id, action: e.action } });
    return client?.focus();
  }));
});
