<?php
/**
 * Addresses of web pages and mailboxes.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

defined( 'ABSPATH' ) || exit;

/**
 * Reads addresses; none is completed or taken out of other words.
 */
final class Addresses {
	/**
	 * An absolute `http` or `https` address. Whether `www.site.example` answers to https is not for us to say.
	 *
	 * @param string $text A tidy text.
	 */
	public static function url( string $text ): ?string {
		$found = Text::whole( '([Hh][Tt][Tt][Pp][Ss]?)(://[^\s/]+\S*)', Text::unmarked( $text ) );
		return $found ? strtolower( $found[1] ) . $found[2] : null;
	}

	/**
	 * A mailbox, without the name before it, and without `mailto:` and what that may have after it.
	 *
	 * @param string $text A tidy text.
	 */
	public static function email( string $text ): string {
		$text    = Text::unmarked( $text );
		$found   = Text::whole( '[^<>@]*<([^<>\s]+)>', $text );
		$address = $found ? $found[1] : $text;
		return 0 === stripos( $address, 'mailto:' ) ? explode( '?', substr( $address, 7 ) )[0] : $address;
	}
}
