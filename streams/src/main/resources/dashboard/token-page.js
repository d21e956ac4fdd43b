// Asks for a token where the API wants one. It stays in this tab and goes with it.

import {get, keepToken} from './api.js';
import {h, show} from './dom.js';

/** A form; `accepted` is called when the API took the token. */
export function tokenPage(accepted) {
  const input = h('input', {id: 'token', type: 'password', autocomplete: 'off', required: true,
    spellcheck: 'false', placeholder: 'sft_…'});
  const problem = h('p', {class: 'problem', role: 'alert'});
  const button = h('button', {type: 'submit'}, 'Open');

  async function submit(event) {
    event.preventDefault();
    show(problem);
    button.disabled = true;
    keepToken(input.value.trim());
    try {
      await get('/api/v1/states');
      accepted();
    } catch (e) {
      keepToken(null);
      show(problem, e.status === 401 ? 'The token was not accepted.' : `${e.message}. ${e.hint ?? ''}`);
      input.select();
    } finally {
      button.disabled = false;
    }
  }

  return {
    title: 'Token',
    elements: [
      h('form', {class: 'token', onsubmit: submit},
        h('h1', {}, 'Socketfleet'),
        h('label', {for: 'token'}, 'This API answers to those who have a token.'),
        h('div', {class: 'line'}, input, button),
        problem,
        h('p', {class: 'quiet'}, 'One with the role ', h('code', {}, 'read'), ' is made by ',
          h('code', {}, 'socketfleet streams token'),
          '. It is kept in this tab until the tab is closed.')),
    ],
    focus: () => input.focus(),
  };
}
