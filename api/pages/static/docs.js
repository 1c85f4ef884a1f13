// The documentation of the API that serves this page; nothing is sent to the viewer's own services.
SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null });
