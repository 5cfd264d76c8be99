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

	/** Letters with marks, in both cases, by the small letter that they count as. */
	const LETTERS = array(
		'a' => 'àáâãäåāăąǎạảấầẩẫậắằẳẵặÀÁÂÃÄÅĀĂĄǍẠẢẤẦẨẪẬẮẰẲẴẶ',
		'c' => 'çćĉċčÇĆĈĊČ',
		'd' => 'ďđĎĐ',
		'e' => 'èéêëēĕėęěẹẻẽếềểễệÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆ',
		'g' => 'ĝğġģĜĞĠĢ',
		'i' => 'ìíîïĩīĭįıỉịÌÍÎÏĨĪĬĮİỈỊ',
		'n' => 'ñńņňÑŃŅŇ',
		'o' => 'òóôõöōŏőơọỏốồổỗộớờởỡợÒÓÔÕÖŌŎŐƠỌỎỐỒỔỖỘỚỜỞỠỢ',
		's' => 'śŝşšŚŜŞŠ',
		'u' => 'ùúûüũūŭůűųưụủứừửữựÙÚÛÜŨŪŬŮŰŲƯỤỦỨỪỬỮỰ',
		'y' => 'ýÿŷỳỵỷỹÝŸŶỲỴỶỸ',
		'z' => 'źżžŹŻŽ',
	);

	/** A text in small letters without accents; other scripts stay as they are. */
	public static function plain( string $text ): string {
		static $letters = array();
		if ( ! $letters ) {
			foreach ( self::LETTERS as $plain => $marked ) {
				$letters += array_fill_keys( preg_split( '//u', $marked, -1, PREG_SPLIT_NO_EMPTY ), $plain );
			}
		}
		$lower = strtr( $text, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz' ); // strtolower() goes by the locale.
		if ( ! preg_match( '/[\x80-\xFF]/', $lower ) ) {
			return $lower;
		}
		return (string) preg_replace( '/\p{Mn}+/u', '', strtr( $lower, $letters ) );
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
		return array_flip( preg_split( '/\s+/', self::plain( implode( ' ', $lines ) ) ) );
	}
}
