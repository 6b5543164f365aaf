import { useState } from 'react';
import { canShowPages, showPage } from '../../api/http/page-preview.ts';
import { Button } from '../../components/controls/Button.tsx';
import css from './PagePreview.module.css';

const frame = 'page-preview';

/** A page that somebody is writing, as clients will see it. */
export default function PagePreview({ html }: { html: string }) {
  const [shown, setShown] = useState<string | null>(null);
  const show = () => {
    setShown(html);
    showPage(html, frame);
  };
  return (
    <div className={css.preview}>
      <Button size="small" reason={canShowPages() ? null : 'The demo has no server that could show it.'} onClick={show}>
        {shown === null ? 'Preview' : 'Preview again'}
      </Button>
      {shown !== null && shown !== html ? <span className={css.old}>The page has changed since.</span> : null}
      {/* There before its form is sent: a frame that comes later would be a window of its own. */}
      <iframe
        name={frame}
        title="Preview of the page"
        sandbox=""
        className={css.frame}
        data-shown={shown !== null}
        tabIndex={shown === null ? -1 : 0}
      />
    </div>
  );
}
