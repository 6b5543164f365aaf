import './styles/tokens.css';
import './styles/mantine.ts';
import './styles/base.css';
import './components/layout/nonce.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { queryClient } from './api/http/query-client.ts';
import { setPreparation } from './api/http/session.ts';
import { applyScheme } from './components/layout/color-scheme.ts';
import { ThemeProvider } from './components/layout/ThemeProvider.tsx';
import { routes } from './routes.tsx';

applyScheme();

// A page that is loaded anew knows its session before the code that has need of its API is here.
setPreparation(async (session) => (await import('./api/providers/providers.ts')).prepare(session));

const router = createBrowserRouter(routes);

/** Draws the page when it is known which it is: all of it at once, where a router that is still busy would draw it piece by piece. */
function draw(): void {
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <ThemeProvider>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ThemeProvider>
    </StrictMode>,
  );
}

if (router.state.initialized) {
  draw();
} else {
  const stop = router.subscribe(({ initialized }) => {
    if (!initialized) return;
    stop();
    draw();
  });
}
