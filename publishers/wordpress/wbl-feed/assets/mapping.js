/**
 * The mapping screen: the preview follows each choice, and the field for a fixed text is there where it is chosen.
 * Without this script the button "Preview" does the same.
 */
( function () {
	'use strict';

	const form = document.getElementById( 'wbl-map' );
	const words = window.wblFeedMapping;
	if ( ! form || ! words ) {
		return;
	}
	const preview = document.getElementById( 'wbl-preview' );
	const PAUSE = 400; // milliseconds after the last key
	let waiting = 0;
	let asked = 0;

	function showFixed( row ) {
		row.querySelector( '.wbl-map-fixed' ).hidden = row.querySelector( 'select' ).value !== 'fixed:';
	}

	/* What PHP has escaped, as elements. */
	function elements( html ) {
		return new DOMParser().parseFromString( html, 'text/html' ).body;
	}

	function showMeanings( place, made, anew ) {
		const summary = made.querySelector( 'summary' );
		if ( anew ) {
			place.replaceChildren( ...made.childNodes );
		} else if ( summary ) { // the choices stay, since one of them has the focus
			place.querySelector( 'summary' ).textContent = summary.textContent;
		}
	}

	/* changed: the row whose source or whose words were changed; anew: whether its words are those of another source now. */
	function refresh( changed, anew ) {
		const number = ++asked;
		const sent = new FormData( form );
		sent.delete( '_wpnonce' ); // that of the page; WordPress would take it for the one of its interface
		if ( changed ) {
			sent.set( 'changed', changed.dataset.pointer );
		}
		if ( anew ) {
			changed.querySelectorAll( '.wbl-map-meanings select' ).forEach( ( one ) => sent.delete( one.name ) );
		}
		preview.setAttribute( 'aria-busy', 'true' );
		fetch( words.route, { method: 'POST', body: sent, headers: { 'X-WP-Nonce': words.nonce }, credentials: 'same-origin' } )
			.then( ( response ) => response.ok ? response.json() : Promise.reject( new Error( response.statusText ) ) )
			.then( ( answer ) => {
				if ( changed ) {
					showMeanings( changed.querySelector( '.wbl-map-meanings' ), elements( answer.meanings ), anew );
				}
				if ( number === asked ) { // an answer that another question has overtaken is not shown
					const step = preview.contains( document.activeElement ) ? document.activeElement.textContent : '';
					preview.replaceChildren( ...elements( answer.preview ).childNodes );
					preview.querySelectorAll( 'button' ).forEach( ( button ) => {
						if ( step && button.textContent === step ) {
							button.focus();
						}
					} );
					wp.a11y.speak( words.done );
				}
			} )
			.catch( () => wp.a11y.speak( words.failed, 'assertive' ) )
			.finally( () => preview.removeAttribute( 'aria-busy' ) );
	}

	form.querySelectorAll( '.wbl-map' ).forEach( showFixed );

	form.addEventListener( 'change', ( event ) => {
		const row = event.target.closest( '.wbl-map' );
		const isSource = row && event.target === row.querySelector( 'select' );
		if ( isSource ) {
			showFixed( row );
		}
		refresh( isSource || event.target.closest( '.wbl-map-meanings' ) ? row : null, isSource );
	} );

	form.addEventListener( 'input', ( event ) => {
		if ( event.target.matches( '.wbl-map-fixed' ) ) {
			clearTimeout( waiting );
			waiting = setTimeout( refresh, PAUSE, null, false );
		}
	} );

	form.addEventListener( 'click', ( event ) => {
		const button = event.target.closest( 'button[name="wbl[show]"], button[name="wbl_preview"]' );
		if ( button ) {
			event.preventDefault();
			if ( 'wbl[show]' === button.name ) {
				form.elements[ 'wbl[shown]' ].value = button.value;
			}
			refresh( null, false );
		}
	} );
}() );
