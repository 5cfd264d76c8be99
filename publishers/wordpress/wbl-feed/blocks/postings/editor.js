/**
 * The block of statewide postings in the editor: what to show is chosen at the side, and shown as the server writes it.
 * The words and the choices come from PHP (window.wblFeedHub).
 */
( function ( wp, offer ) {
	'use strict';
	const el = wp.element.createElement;
	const words = offer.words;

	function select( props, name, options ) {
		return el( wp.components.SelectControl, {
			label: words[ name ],
			value: props.attributes[ name ],
			options: options,
			onChange: function ( value ) {
				props.setAttributes( { [ name ]: value } );
			},
			__nextHasNoMarginBottom: true,
			__next40pxDefaultSize: true,
		} );
	}

	function range( props, name, min, max, help ) {
		return el( wp.components.RangeControl, {
			label: words[ name ],
			help: help,
			value: props.attributes[ name ],
			min: min,
			max: max,
			onChange: function ( value ) {
				props.setAttributes( { [ name ]: value } );
			},
			__nextHasNoMarginBottom: true,
			__next40pxDefaultSize: true,
		} );
	}

	function optional( options ) {
		return [ { value: '', label: words.all } ].concat( options );
	}

	wp.blocks.registerBlockType( 'wbl-feed/postings', {
		edit: function ( props ) {
			return el(
				'div',
				wp.blockEditor.useBlockProps(),
				el(
					wp.blockEditor.InspectorControls,
					null,
					el(
						wp.components.PanelBody,
						{ title: words.settings },
						select( props, 'region', optional( offer.region ) ),
						select( props, 'type', optional( offer.type ) ),
						select( props, 'grade', optional( offer.grade ) ),
						range( props, 'limit', 1, offer.most ),
						range( props, 'level', 2, 6, words.help )
					)
				),
				el(
					wp.components.Disabled,
					null,
					el( wp.serverSideRender, {
						block: 'wbl-feed/postings',
						attributes: props.attributes,
						skipBlockSupportAttributes: true,
					} )
				)
			);
		},
		save: function () {
			return null;
		},
	} );
} )( window.wp, window.wblFeedHub );
