// The calls of the API, shown by Swagger UI; it lies in a file of its own, since the page may run no inline scripts.

window.SwaggerUIBundle({ url: "/openapi.json", dom_id: "#calls", deepLinking: true, validatorUrl: null });
