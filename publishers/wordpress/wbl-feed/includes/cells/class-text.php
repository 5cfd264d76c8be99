<?php
/**
 * The text of a cell.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

defined( 'ABSPATH' ) || exit;

/**
 * Frees a text of what nobody meant to write, and folds it so that spellings compare.
 */
final class Text {
	/** Characters of the longest cell that is read as anything but a text, an address or a code. */
	const LONGEST = 500;

	const SPACE = '/[\x{A0}\x{2007}\x{202F}]/u';
	const BREAK = '/\r\n?|[\x0B\x0C\x1C-\x1F\x{85}\x{2028}\x{2029}]/u';
	/** Control characters, soft hyphen, zero-width space, overrides of the writing direction, word joiner, byte order mark. */
	const UNSEEN = '/[\x00-\x08\x0E-\x1B\x7F-\x{84}\x{86}-\x{9F}\x{AD}\x{200B}\x{202A}-\x{202E}\x{2060}\x{FEFF}]/u';
	/** Marks that words of several scripts need. */
	const MARKS = '/[\x{61C}\x{200C}-\x{200F}\x{2066}-\x{2069}]/u';
	/** What is well-formed UTF-8, as bytes (RFC 3629 section 4). */
	const WELL_FORMED = '/((?:[\x00-\x7F]|[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}|\xED[\x80-\x9F][\x80-\xBF]|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}|\xF4[\x80-\x8F][\x80-\xBF]{2})++)|./s';

	const ACCENTED = array(
		'à' => 'a', 'á' => 'a', 'â' => 'a', 'ã' => 'a', 'ä' => 'a', 'è' => 'e', 'é' => 'e', 'ê' => 'e', 'ë' => 'e', 'ẽ' => 'e',
		'ì' => 'i', 'í' => 'i', 'î' => 'i', 'ï' => 'i', 'ĩ' => 'i', 'ñ' => 'n', 'ń' => 'n', 'ǹ' => 'n', 'ò' => 'o', 'ó' => 'o',
		'ô' => 'o', 'õ' => 'o', 'ö' => 'o', 'ù' => 'u', 'ú' => 'u', 'û' => 'u', 'ü' => 'u', 'ũ' => 'u', 'ý' => 'y', 'ÿ' => 'y',
	);

	/**
	 * The text without space around it, bytes that are no UTF-8, control characters and marks that nobody sees.
	 *
	 * @param string $text What stands in the cell.
	 */
	public static function tidy( string $text ): string {
		if ( 1 !== preg_match( '//u', $text ) ) {
			$text = (string) preg_replace( self::WELL_FORMED, '$1', $text );
		}
		return trim( preg_replace( array( self::UNSEEN, self::SPACE, self::BREAK ), array( '', ' ', "\n" ), $text ) );
	}

	/**
	 * The text without the marks that an address cannot have.
	 *
	 * @param string $text A tidy text.
	 */
	public static function unmarked( string $text ): string {
		return preg_replace( self::MARKS, '', $text );
	}

	/**
	 * One line in small letters, with hyphens for dashes, plain apostrophes, and no accents on Latin letters.
	 *
	 * @param string $text A tidy text.
	 */
	public static function folded( string $text ): string {
		$text = self::lower( self::unmarked( $text ) );
		$text = preg_replace( array( '/[\x{2018}\x{2019}]/u', '/[\x{2010}-\x{2015}\x{2212}]/u' ), array( "'", '-' ), $text );
		$text = preg_replace( '/(?<=[a-z])[\x{300}-\x{303}\x{308}]/u', '', strtr( $text, self::ACCENTED ) );
		return trim( preg_replace( '/\s+/u', ' ', $text ) );
	}

	/**
	 * The text in small letters; where PHP knows no others, those of English.
	 *
	 * @param string $text Any text.
	 */
	public static function lower( string $text ): string {
		return function_exists( 'mb_strtolower' ) ? mb_strtolower( $text, 'UTF-8' ) : strtolower( $text );
	}

	/**
	 * Number of characters, which are Unicode code points (spec 5.2).
	 *
	 * @param string $text Any text.
	 */
	public static function length( string $text ): int {
		return strlen( preg_replace( '/[\x80-\xBF]/', '', $text ) );
	}

	/**
	 * Whether a tidy text is what a spreadsheet shows where a formula failed, or a column is too narrow.
	 *
	 * @param string $text A tidy text.
	 */
	public static function is_error( string $text ): bool {
		$names = 'REF|VALUE|VALOR|NAME|NOMBRE|DIV/0|NULL|NULO|NUM|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|ERROR';
		return null !== self::whole( "#(?:[¡¿]?(?:$names)[!?]|N/[AD]|GETTING_DATA|##+)", strtoupper( $text ) );
	}

	/**
	 * The parts of a text that a pattern matches from its first to its last character; null if it does not.
	 *
	 * @param string $pattern A regular expression without delimiters.
	 * @param string $text    The text.
	 * @return array<string|null>|null A group that took no part is null.
	 */
	public static function whole( string $pattern, string $text ): ?array {
		$found = preg_match( "\x01^(?:$pattern)$\x01Du", $text, $parts, PREG_UNMATCHED_AS_NULL );
		return 1 === $found ? $parts : null;
	}
}
