<?php
/**
 * Notices in the words of the panel.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

use WblFeed\Standard\Notice;

defined( 'ABSPATH' ) || exit;

/**
 * The sentences of a check speak of members and pointers. People who fill in a form know fields.
 */
final class Sentences {

	/** What only programs say: "status": "closed", or applicationDeadline. */
	const OF_PROGRAMS = '/"\w+":|(?<![\w@.\/-])[a-z]+[A-Z]\w*/';

	/**
	 * A notice as a sentence that says what is wrong and how to mend it.
	 *
	 * @param Notice     $notice A notice.
	 * @param Field|null $field  The field at which it is shown; null if it has none.
	 */
	public static function of( Notice $notice, ?Field $field ): string {
		$at_field = $field && Fields::at( $notice->pointer ) === $field;
		if ( $at_field && 'missing_member' === $notice->code ) {
			return __( 'This is needed. Please fill it in.', 'wbl-feed' );
		}
		if ( '/title' === $notice->pointer && 'missing_member' === $notice->code ) {
			return __( 'The title is needed. Write it at the top of this page.', 'wbl-feed' );
		}
		if ( $at_field && in_array( $notice->code, array( 'invalid_value', 'wrong_type' ), true ) && self::form( $field ) ) {
			return self::form( $field );
		}
		$explained = Explanations::of( $notice->code );
		if ( '' !== $explained ) {
			return $explained;
		}
		$sentence = (string) preg_replace_callback(
			'#(?<![\w/:.-])(?:/\w+)+#',
			static function ( $found ) {
				$label = self::label( $found[0] );
				return '' === $label ? $found[0] : "“{$label}”";
			},
			trim( $notice->message . ' ' . $notice->mend )
		);
		return preg_match( self::OF_PROGRAMS, $sentence ) ? Explanations::plain( $notice->code, $sentence ) : $sentence;
	}

	/**
	 * Name of the field in which a member is written; empty if there is none.
	 *
	 * @param string $pointer Pointer of the member.
	 */
	private static function label( string $pointer ): string {
		$texts = array(
			'/title'           => __( 'Title', 'wbl-feed' ),
			'/summary'         => __( 'Excerpt', 'wbl-feed' ),
			'/description'     => __( 'Text', 'wbl-feed' ),
			'/descriptionHtml' => __( 'Text', 'wbl-feed' ),
		);
		$field = Fields::at( $pointer ) ?? Fields::at( Fields::first_within( $pointer ) );
		return $texts[ $pointer ] ?? ( $field ? $field->label : '' );
	}

	/**
	 * What to write into a field; empty if there is nothing to say but what the check says.
	 *
	 * @param Field $field A field.
	 */
	private static function form( Field $field ): string {
		switch ( $field->kind ) {
			case 'number':
				return __( 'Write a number alone, in digits, without a unit.', 'wbl-feed' );
			case 'date':
			case 'moment':
				return __( 'Write a day of the calendar as year-month-day, such as 2027-03-01.', 'wbl-feed' );
			case 'time':
				return __( 'Write a time of the day on a 24-hour clock, such as 15:30.', 'wbl-feed' );
			case 'duration':
				return __( 'Write a whole number and choose what it counts, such as 6 and weeks.', 'wbl-feed' );
			case 'email':
				return __( 'Write one email address, such as office@school.example.', 'wbl-feed' );
			case 'url':
				return __( 'Write a whole web address that begins with https://, without spaces.', 'wbl-feed' );
			case 'yesno':
			case 'choice':
				return __( 'Choose one from the list.', 'wbl-feed' );
			default:
				return '';
		}
	}
}
