<?php
/**
 * Markup in plain texts, HTML as plain text, and HTML with nothing active in it (spec sections 5.2 and 20.3).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Looks at HTML and cleans it, without a parser: what is not on the list of what may stay does not stay.
 */
final class Markup {

	/** Signs that a text is HTML. A sign of “less than”, “AT&T” and the mention of a tag are none. */
	const SIGNS = '~
		  </(?:p|b|i|u|a|em|strong|ul|ol|li|div|span|h[1-6]|table|tr|td|font|script|style)\s{0,9}>
		| <(?:br|hr)\s{0,9}/?>
		| <(?:p|b|i|u|a|em|strong|ul|ol|li|div|span|h[1-6]|table|tr|td|font|script|style|img|br|hr)\s[^<>=]{0,80}=[^<>]*>
		| \A\s*<(?:p|b|i|u|a|em|strong|ul|ol|li|div|span|h[1-6]|table|tr|td|font|script|style)>
		| &(?:amp|nbsp|lt|gt|quot|apos|[lr][sd]quo|[nm]dash|hellip|bull|middot|deg
			|[aeioucn](?:acute|grave|circ|tilde|uml|cedil)|\#[0-9]{1,7}|\#x[0-9a-f]{1,6});
		~xiu';

	/** Parts of HTML that every reader takes out (20.3, rule 1). */
	const ACTIVE = '~
		  <(?:script|style|i?frame|frameset|object|embed|applet|form|input|button|textarea|select|svg|math|link|meta|base)\b
		| <[a-z][^<>]*?\s(?:
			  on[a-z]{3,20}\s{0,9}=
			| (?:href|src|action|formaction)\s{0,9}=\s{0,9}["\']?\s{0,9}(?:javascript|vbscript|data|file):
		)
		~xiu';

	/** Tags beyond which HTML is not looked at: no description has so many. */
	const MOST_TAGS = 5000;

	/** Elements that stay in HTML for others; of their attributes only an address of `a` does. */
	const KEPT = array( 'p', 'br', 'hr', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'em', 'strong', 'b', 'i', 'u', 's', 'sub', 'sup', 'small', 'blockquote', 'pre', 'code', 'div', 'span', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td' );

	/** Elements whose content is not text for people. */
	const UNSEEN = '~<(script|style|template|noscript|iframe|object|svg|math|title|textarea|select)\b[^>]*>.*?(?:</\1\s*>|\z)~isu';

	/** Elements without an end. */
	const VOID = array( 'br', 'hr' );

	/** Elements that end where another of their name begins. */
	const SIBLINGS = array( 'li', 'dt', 'dd', 'tr', 'th', 'td' );

	/** Elements that stand on lines of their own. */
	const BREAKS = array( 'br', 'hr', 'p', 'div', 'li', 'ul', 'ol', 'dl', 'dt', 'dd', 'tr', 'table', 'blockquote', 'pre', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6' );

	/** HTML as plain text with a line for each paragraph. */
	public static function plain( string $html ): string {
		$html  = (string) preg_replace( array( self::UNSEEN, '~<!--.*?(?:-->|\z)~su' ), '', $html );
		$html  = (string) preg_replace( '~<[/]?(?:' . implode( '|', self::BREAKS ) . ')\b[^>]*>~iu', "\n", $html );
		$text  = html_entity_decode( (string) preg_replace( '~<(?:/?[a-z][^>]*|![^>]*)>~iu', '', $html ), ENT_QUOTES | ENT_HTML5, 'UTF-8' );
		$lines = array();
		foreach ( explode( "\n", $text ) as $line ) {
			$lines[] = trim( (string) preg_replace( '/\s+/u', ' ', $line ) );
		}
		return implode( "\n", array_filter( $lines, 'strlen' ) );
	}

	/**
	 * The HTML without scripts, styles, forms, frames, event handlers, pictures and other addresses than http, https and
	 * mailto; empty where there is more than any description has.
	 */
	public static function sanitised( string $html ): string {
		if ( substr_count( $html, '<' ) > self::MOST_TAGS ) {
			return '';
		}
		$html   = (string) preg_replace( array( '/[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]/', self::UNSEEN, '~<!--.*?(?:-->|\z)~su' ), '', $html );
		$pieces = preg_split( '~(<[/]?[a-z][^<>]*>)~iu', $html, -1, PREG_SPLIT_DELIM_CAPTURE );
		$open   = array();
		$clean  = '';
		foreach ( $pieces ? $pieces : array() as $number => $piece ) {
			if ( 0 === $number % 2 ) {
				$clean .= self::escaped( html_entity_decode( $piece, ENT_QUOTES | ENT_HTML5, 'UTF-8' ) );
				continue;
			}
			preg_match( '~^<(/?)([a-z0-9]+)(.*)>$~isu', $piece, $tag );
			$name = strtolower( $tag[2] ?? '' );
			if ( ! in_array( $name, self::KEPT, true ) ) {
				continue;
			}
			if ( '' === $tag[1] ) {
				$last = end( $open );
				if ( ( 'p' === $last && in_array( $name, self::BREAKS, true ) ) || ( $name === $last && in_array( $name, self::SIBLINGS, true ) ) ) {
					$clean .= '</' . array_pop( $open ) . '>'; // As browsers read it where the end is left out.
				}
				$clean .= '<' . $name . ( 'a' === $name ? self::address( $tag[3] ) : '' ) . '>';
				if ( ! in_array( $name, self::VOID, true ) ) {
					$open[] = $name;
				}
			} elseif ( in_array( $name, $open, true ) ) {
				do { // What was opened within it ends with it.
					$last   = array_pop( $open );
					$clean .= "</$last>";
				} while ( $last !== $name );
			}
		}
		foreach ( array_reverse( $open ) as $name ) {
			$clean .= "</$name>";
		}
		return trim( $clean );
	}

	/** Plain text as HTML: paragraphs at blank lines, line breaks where it has them; empty for a blank text. */
	public static function paragraphs( string $text ): string {
		$html = '';
		foreach ( preg_split( '/\n\s*\n/', str_replace( "\r\n", "\n", $text ) ) as $block ) {
			$html .= '' === trim( $block ) ? '' : '<p>' . str_replace( "\n", '<br>', self::escaped( $block ) ) . '</p>';
		}
		return $html;
	}

	/** Text with the signs of HTML escaped. */
	private static function escaped( string $text ): string {
		return htmlspecialchars( $text, ENT_NOQUOTES | ENT_SUBSTITUTE, 'UTF-8' );
	}

	private static function address( string $attributes ): string {
		if ( ! preg_match( '~\shref\s*=\s*(?:"([^"]*)"|\'([^\']*)\'|([^\s"\'>]+))~iu', $attributes, $found ) ) {
			return '';
		}
		$address = trim( html_entity_decode( end( $found ), ENT_QUOTES | ENT_HTML5, 'UTF-8' ) );
		return preg_match( '~^(?:https?|mailto):[^\x00-\x20]*$~iD', $address ) ? ' href="' . htmlspecialchars( $address, ENT_QUOTES, 'UTF-8' ) . '"' : '';
	}
}
