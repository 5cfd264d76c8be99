<?php
/**
 * Yes and no.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

defined( 'ABSPATH' ) || exit;

/**
 * Reads yes and no in the six languages of the vocabularies, and as forms and spreadsheets write what is ticked.
 */
final class Flags {
	const YES = array(
		'yes', 'y', 'true', 't', 'x', '1', '1.0', '✓', '✔', '☑', '✅', 'sí', 'si', 'verdadero', 'sim', 'verdadeiro', 'wi', '是', 'có',
	);
	const NO  = array( 'no', 'n', 'false', 'f', '0', '0.0', 'falso', 'não', 'nao', 'non', '否', 'không' );

	/** Letters with a combining mark, by which some write them, in words of the lists. */
	const COMPOSED = array( "i\u{301}" => 'í', "a\u{303}" => 'ã', "o\u{301}" => 'ó', "o\u{302}" => 'ô' );

	/**
	 * Yes or no; null if the text says neither.
	 *
	 * @param string $text A tidy text.
	 */
	public static function read( string $text ): ?bool {
		$word = str_replace( "\u{FE0F}", '', strtr( Text::lower( $text ), self::COMPOSED ) );
		if ( in_array( $word, self::YES, true ) ) {
			return true;
		}
		return in_array( $word, self::NO, true ) ? false : null;
	}
}
