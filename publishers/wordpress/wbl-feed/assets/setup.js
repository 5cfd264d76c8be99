/* The setup screen works without this: it copies addresses, and shows the regions of the chosen state alone. */
( function () {
	'use strict';

	const words = window.wblFeedSetup;

	/** Selects the address, for the old way of copying and for people to copy it themselves. */
	function copyBySelecting( field ) {
		field.focus();
		field.select();
		return document.execCommand( 'copy' );
	}

	document.querySelectorAll( '[data-wbl-copy]' ).forEach( function ( button ) {
		const field = document.getElementById( button.dataset.wblCopy );
		const said = button.parentElement.querySelector( '[role="status"]' );
		function say( copied ) {
			said.textContent = copied ? words.copied : words.selected;
			window.setTimeout( function () {
				said.textContent = '';
			}, 6000 );
		}
		function copyOtherwise() {
			const copied = copyBySelecting( field );
			if ( copied ) {
				button.focus();
			}
			say( copied );
		}
		button.hidden = false;
		button.addEventListener( 'click', function () {
			// Browsers have it on secure addresses alone.
			if ( navigator.clipboard ) {
				navigator.clipboard.writeText( field.value ).then( function () {
					say( true );
				}, copyOtherwise );
			} else {
				copyOtherwise();
			}
		} );
	} );

	const state = document.getElementById( 'wbl-profile' );
	function showRegions() {
		document.querySelectorAll( '[data-wbl-profile]' ).forEach( function ( list ) {
			list.hidden = list.dataset.wblProfile !== state.value;
		} );
	}
	if ( state ) {
		state.addEventListener( 'change', showRegions );
		showRegions();
	}

	const other = document.getElementById( 'wbl-license-other' );
	const address = document.getElementById( 'wbl-license_other' );
	if ( other && address ) {
		address.addEventListener( 'input', function () {
			other.checked = other.checked || '' !== address.value;
		} );
	}
}() );
