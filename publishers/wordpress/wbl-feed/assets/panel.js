/**
 * The panel of a posting: checks what is filled in while one types, adds and removes rows. What is right is decided by the
 * server alone, and all words come from there.
 */
( function () {
	'use strict';

	const panel = document.querySelector( '.wbl-panel' );
	const words = window.wblFeedPanel;
	if ( ! panel || ! words ) {
		return;
	}
	const select = words.blocks ? ( name ) => window.wp.data.select( name ) : null;
	const preferences = select && window.wp.data.dispatch( 'core/preferences' );
	const listeners = new Set();
	let answer = null;
	let asked = 0;
	let changed = false;
	let timer = 0;

	const idOf = ( field ) => 'wbl' + field.dataset.pointer.replace( /\//g, '-' );

	/** Title, content and excerpt as they stand in the editor. */
	function texts() {
		if ( select ) {
			const post = select( 'core/editor' );
			return { title: post.getEditedPostAttribute( 'title' ), content: post.getEditedPostContent(), excerpt: post.getEditedPostAttribute( 'excerpt' ) };
		}
		const visual = window.tinymce && window.tinymce.get( 'content' );
		if ( visual && ! visual.isHidden() ) {
			visual.save();
		}
		const value = ( id ) => ( document.getElementById( id ) || { value: '' } ).value;
		return { title: value( 'title' ), content: value( 'content' ), excerpt: value( 'excerpt' ) };
	}

	async function check() {
		clearTimeout( timer );
		const mine = ++asked;
		const body = new FormData();
		for ( const [ name, value ] of new FormData( panel.closest( 'form' ) ) ) {
			if ( name.startsWith( 'wbl[' ) ) {
				body.append( name, value );
			}
		}
		body.append( 'post', panel.dataset.post );
		for ( const [ name, value ] of Object.entries( texts() ) ) {
			body.append( name, value || '' );
		}
		let found;
		try {
			found = await window.wp.apiFetch( { path: '/wbl/v1/check', method: 'POST', body } );
		} catch ( problem ) {
			found = { conforming: true, verdict: words.unreachable, list: '', useful: '', fields: {} };
		}
		if ( mine === asked ) {
			answer = found;
			show();
			listeners.forEach( ( listener ) => listener( answer ) );
		}
	}

	function checkSoon() {
		clearTimeout( timer );
		timer = setTimeout( check, 700 );
	}

	function show() {
		fill( panel.querySelector( '.wbl-verdict' ), 'textContent', answer.verdict );
		fill( panel.querySelector( '.wbl-list' ), 'innerHTML', answer.list );
		fill( panel.querySelector( '.wbl-useful' ), 'innerHTML', answer.useful );
		panel.querySelectorAll( '[data-pointer]' ).forEach( ( field ) => {
			const found = answer.fields[ field.dataset.pointer ] || { html: '', wrong: false };
			const input = document.getElementById( idOf( field ) );
			fill( document.getElementById( idOf( field ) + '-notices' ), 'innerHTML', found.html );
			if ( found.wrong && 'BUTTON' !== input.tagName ) {
				input.setAttribute( 'aria-invalid', 'true' );
			} else {
				input.removeAttribute( 'aria-invalid' );
			}
		} );
		panel.querySelectorAll( 'input' ).forEach( ( input ) => {
			if ( input.validity.badInput ) {
				tellUnfinished( input );
			}
		} );
	}

	/** Changes nothing that stays the same, so that a screen reader says only what is new. */
	function fill( element, property, value ) {
		if ( element[ property ] !== value ) {
			element[ property ] = value;
		}
	}

	/** A day of which only the month was typed reaches the server as nothing. */
	function tellUnfinished( input ) {
		const notice = document.createElement( 'p' );
		notice.className = 'wbl-notice wbl-error';
		notice.textContent = words.unfinished;
		input.setAttribute( 'aria-invalid', 'true' );
		input.closest( '[data-pointer]' ).querySelector( '.wbl-notices' ).append( notice );
	}

	function addRow( button ) {
		const rows = button.parentElement.querySelector( '.wbl-row-list' );
		const number = Math.max( -1, ...Array.from( rows.children, ( row ) => Number( row.dataset.row ) ) ) + 1;
		const html = button.parentElement.querySelector( 'template' ).innerHTML;
		rows.insertAdjacentHTML( 'beforeend', html.split( words.number ).join( number ) );
		count( rows );
		rows.lastElementChild.querySelector( 'input:not([type=hidden]), select, textarea' ).focus();
	}

	function removeRow( button ) {
		const row = button.closest( '.wbl-row' );
		const rows = row.parentElement;
		const next = row.nextElementSibling || row.previousElementSibling;
		row.remove();
		count( rows );
		changed = true;
		( next ? next.querySelector( '.wbl-remove' ) : rows.parentElement.querySelector( '.wbl-add' ) ).focus();
		checkSoon();
	}

	function count( rows ) {
		rows.querySelectorAll( '.wbl-count' ).forEach( ( place, number ) => {
			place.textContent = number + 1;
		} );
	}

	/** Opens what is folded around an element and moves the focus there. */
	function goTo( element, again ) {
		if ( select && ! panel.offsetParent && ! again ) {
			preferences.set( 'core/edit-post', 'metaBoxesMainIsOpen', true );
			setTimeout( goTo, 200, element, true );
			return;
		}
		panel.closest( '.postbox' ).classList.remove( 'closed' );
		for ( let group = element.closest( 'details' ); group; group = group.parentElement.closest( 'details' ) ) {
			group.open = true;
		}
		element.focus();
		( element.closest( '[data-pointer]' ) || element ).scrollIntoView( { block: 'center' } );
	}

	panel.addEventListener( 'input', () => {
		changed = true;
		checkSoon();
	} );
	// WordPress asks before it leaves a text that is not saved, and does not know of meta boxes.
	window.addEventListener( 'beforeunload', ( event ) => {
		if ( changed ) {
			event.preventDefault();
		}
	} );
	panel.addEventListener( 'change', ( event ) => {
		const field = event.target.closest( '[data-pointer]' );
		const meaning = field && document.getElementById( idOf( field ) + '-meaning' );
		if ( meaning ) {
			const chosen = Array.from( field.querySelectorAll( 'dd' ) ).find( ( each ) => each.dataset.code === event.target.value );
			meaning.textContent = chosen ? chosen.textContent : '';
		}
		checkSoon();
	} );
	panel.addEventListener( 'click', ( event ) => {
		const link = event.target.closest( '.wbl-summary a' );
		const target = link && document.getElementById( link.hash.slice( 1 ) );
		if ( target ) {
			event.preventDefault();
			goTo( target );
		} else if ( event.target.matches( '.wbl-add' ) ) {
			addRow( event.target );
		} else if ( event.target.matches( '.wbl-remove' ) ) {
			removeRow( event.target );
		}
	} );

	if ( ! select ) {
		panel.closest( 'form' ).addEventListener( 'submit', () => {
			changed = false;
		} );
		for ( const id of [ 'title', 'content', 'excerpt' ] ) {
			const input = document.getElementById( id );
			if ( input ) {
				input.addEventListener( 'input', checkSoon );
			}
		}
		return;
	}

	// WordPress 7 folds the pane of all meta boxes, and gives it the whole window when it is opened. What a person chose stays.
	if ( window.innerHeight >= 550 ) {
		preferences.setDefaults( 'core/edit-post', { metaBoxesMainIsOpen: true, metaBoxesMainOpenHeight: Math.round( window.innerHeight / 2 ) } );
	}
	const { createElement, useEffect, useState, RawHTML } = window.wp.element;
	const PrePublish = ( window.wp.editor || {} ).PluginPrePublishPanel || window.wp.editPost.PluginPrePublishPanel;
	const notices = window.wp.data.dispatch( 'core/notices' );
	const NOTICE = 'wbl-feed';

	function BeforePublishing() {
		const [ found, setFound ] = useState( answer );
		useEffect( () => {
			listeners.add( setFound );
			return () => listeners.delete( setFound );
		}, [] );
		return found && createElement( PrePublish, { title: words.title, initialOpen: true },
			createElement( 'p', null, found.verdict ),
			createElement( RawHTML, { className: 'wbl-before' }, found.list.replace( /<\/?a\b[^>]*>/g, '' ) ) );
	}
	window.wp.plugins.registerPlugin( 'wbl-feed', { icon: null, render: BeforePublishing } );

	let saving = false;
	let publishing = false;
	let heading = '';
	window.wp.data.subscribe( () => {
		const post = select( 'core/editor' );
		const now = select( 'core/edit-post' ).isSavingMetaBoxes();
		const texted = post.getEditedPostAttribute( 'title' ) + '\n' + post.getEditedPostAttribute( 'excerpt' );
		const opened = ( post.isPublishSidebarOpened || select( 'core/edit-post' ).isPublishSidebarOpened )();
		if ( now && ! saving ) {
			changed = false;
		}
		if ( saving && ! now ) {
			check().then( tellAfterSaving );
		} else if ( opened && ! publishing ) {
			check();
		} else if ( texted !== heading && post.isEditedPostDirty() ) {
			checkSoon();
		}
		saving = now;
		publishing = opened;
		heading = texted;
	} );

	function tellAfterSaving() {
		if ( answer.conforming ) {
			notices.removeNotice( NOTICE );
			return;
		}
		notices.createWarningNotice( answer.verdict, {
			id: NOTICE,
			actions: [ { label: words.look, onClick: () => goTo( panel.querySelector( '.wbl-list a' ) || panel ) } ],
		} );
	}
}() );
