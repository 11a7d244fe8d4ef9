// A page made with React, in development's strict mode, which mounts everything twice.
import { StrictMode, createElement, useState } from "react";
import { createRoot } from "react-dom/client";

const App = () => {
  const [articles, setArticles] = useState(window.articles);
  const [theme, setTheme] = useState("light");
  Object.assign(window, { setArticles, setTheme });
  const rating = (article) =>
    createElement(
      "bantin-rating",
      { key: article, article, theme, "onbantin-rated": ({ detail }) => (window.heard = detail) },
      "…",
    );
  return createElement("main", null, articles.map(rating));
};

createRoot(document.getElementById("app")).render(createElement(StrictMode, null, createElement(App)));
