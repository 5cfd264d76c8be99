<?php
/**
 * Texts as they are compared: without case, accents, spaces and hyphens.
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Folds the letters of the languages that the vocabularies have labels in; no extension of PHP is needed.
 */
final class Spelling {

	/** Letters with marks by the letter that they count as: the small ones, then the same in capitals. */
	const LETTERS = array(
		'a' => 'àáâãäåāăąǎạảấầẩẫậắằẳẵặÀÁÂÃÄÅĀĂĄǍẠẢẤẦẨẪẬẮẰẲẴẶ',
		'c' => 'çćĉċčÇĆĈĊČ',
		'd' => 'ďđĎĐ',
		'e' => 'èéêëēĕėęěẹẻẽếềểễệÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆ',
		'g' => 'ĝğġģĜĞĠĢ',
		'i' => 'ìíîïĩīĭįỉịÌÍÎÏĨĪĬĮỈỊ',
		'n' => 'ñńņňÑŃŅŇ',
		'o' => 'òóôõöōŏőơọỏốồổỗộớờởỡợÒÓÔÕÖŌŎŐƠỌỎỐỒỔỖỘỚỜỞỠỢ',
		's' => 'śŝşšŚŜŞŠ',
		'u' => 'ùúûüũūŭůűųưụủứừửữựÙÚÛÜŨŪŬŮŰŲƯỤỦỨỪỬỮỰ',
		'y' => 'ýÿŷỳỵỷỹÝŸŶỲỴỶỸ',
		'z' => 'źżžŹŻŽ',
	);

	/** A text in small letters. */
	public static function small( string $text ): string {
		static $letters = array();
		if ( ! $letters ) {
			$letters = array_combine( range( 'A', 'Z' ), range( 'a', 'z' ) ); // strtolower() goes by the locale.
			foreach ( self::LETTERS as $marked ) {
				$both    = preg_split( '//u', $marked, -1, PREG_SPLIT_NO_EMPTY );
				$small   = array_splice( $both, 0, intdiv( count( $both ), 2 ) );
				$letters += array_combine( $both, $small );
			}
		}
		return strtr( $text, $letters );
	}

	/** A text in small letters without accents; other scripts stay as they are. */
	public static function plain( string $text ): string {
		static $letters = array();
		if ( ! $letters ) {
			foreach ( self::LETTERS as $plain => $marked ) {
				$letters += array_fill_keys( preg_split( '//u', $marked, -1, PREG_SPLIT_NO_EMPTY ), $plain );
			}
		}
		$small = self::small( $text );
		return preg_match( '/[\x80-\xFF]/', $small ) ? (string) preg_replace( '/\p{Mn}+/u', '', strtr( $small, $letters ) ) : $small;
	}

	/** The words of a text alone: spaces, hyphens and underscores do not count either. */
	public static function words( string $text ): string {
		return trim( (string) preg_replace( '/[\s_-]+/u', ' ', self::plain( $text ) ) );
	}

	/**
	 * The words of a list that people wrote with spaces between them, as keys.
	 *
	 * @return array<string, int>
	 */
	public static function listed( string ...$lines ): array {
		return array_flip( preg_split( '/\s+/', self::small( implode( ' ', $lines ) ) ) );
	}
}
