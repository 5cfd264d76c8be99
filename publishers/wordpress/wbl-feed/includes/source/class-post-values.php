<?php
/**
 * What stands in a post.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

use WblFeed\Cells\Text;
use WblFeed\Feed\Settings;

defined( 'ABSPATH' ) || exit;

/**
 * The texts of a post's fields, custom fields and terms, as people see them.
 */
final class Post_Values {

	/** How deep arrays of custom fields are looked into, and how many texts are taken out of one. */
	const DEEPEST = 3;
	const MOST    = 200;

	/** Moments of the years 2000 to 2099, in seconds since 1970. */
	const FIRST_MOMENT = 946684800;
	const LAST_MOMENT  = 4102444799;

	/**
	 * The texts that a rule finds in a post, without markup; none that is empty.
	 *
	 * @param \WP_Post $post The post.
	 * @param Rule     $rule The rule.
	 * @return string[]
	 */
	public static function of( \WP_Post $post, Rule $rule ): array {
		$texts = self::raw( $post, $rule->from, $rule->name );
		if ( '/description' !== $rule->member->pointer ) {
			$texts = array_map( array( self::class, 'plain' ), $texts );
		}
		if ( 'meta' === $rule->from && in_array( $rule->member->type, array( 'civilDate', 'dateOrInstant' ), true ) ) {
			$texts = array_map( array( self::class, 'day_of' ), $texts );
		}
		return array_values( array_filter( array_map( array( Text::class, 'tidy' ), $texts ), 'strlen' ) );
	}

	/**
	 * Texts as they are stored.
	 *
	 * @param \WP_Post $post The post.
	 * @param string   $from One of `Rule::SOURCES`.
	 * @param string   $name Name of the field, or a fixed text.
	 * @return string[]
	 */
	public static function raw( \WP_Post $post, string $from, string $name ): array {
		switch ( $from ) {
			case 'post':
				return array( self::field( $post, $name ) );
			case 'meta':
				return self::meta( $post->ID, $name );
			case 'taxonomy':
				$terms = get_the_terms( $post, $name );
				return is_array( $terms ) ? wp_list_pluck( $terms, 'name' ) : array();
		}
		return array( $name );
	}

	/**
	 * The texts of a custom field, however it was stored.
	 *
	 * The stored texts are read before WordPress makes PHP values of them: it would bring back objects of any class.
	 *
	 * @param int    $post_id The post.
	 * @param string $key     The meta key.
	 * @return string[]
	 */
	public static function meta( int $post_id, string $key ): array {
		$cached = wp_cache_get( $post_id, 'post_meta' );
		$rows   = is_array( $cached ) ? $cached : ( update_meta_cache( 'post', array( $post_id ) )[ $post_id ] ?? array() );
		$texts  = array();
		foreach ( $rows[ $key ] ?? array() as $stored ) {
			$value = is_string( $stored ) && is_serialized( $stored ) ? self::without_objects( $stored ) : $stored;
			array_push( $texts, ...self::flat( $value, 0 ) );
		}
		return array_slice( $texts, 0, self::MOST );
	}

	/**
	 * A text without markup: tags are taken out, entities are the characters that they are.
	 *
	 * @param string $text A text that may be HTML.
	 */
	public static function plain( string $text ): string {
		$text = Text::tidy( $text );
		if ( preg_match( '@<[a-z!/][^>]*>@i', $text ) ) {
			return Texts::plain( $text );
		}
		return html_entity_decode( $text, ENT_QUOTES | ENT_HTML5, 'UTF-8' );
	}

	/**
	 * A field of the post itself.
	 *
	 * @param \WP_Post $post The post.
	 * @param string   $name title, content, excerpt, image, date or link.
	 */
	private static function field( \WP_Post $post, string $name ): string {
		switch ( $name ) {
			case 'title':
				return Texts::line( $post->post_title );
			case 'content':
				return Texts::html_of( $post );
			case 'excerpt':
				return Texts::line( $post->post_excerpt );
			case 'image':
				return (string) get_the_post_thumbnail_url( $post, 'full' );
			case 'date':
				return substr( $post->post_date, 0, 10 );
			case 'link':
				return (string) get_permalink( $post );
		}
		return '';
	}

	/**
	 * A stored PHP value, in which objects are nothing.
	 *
	 * @param string $stored A serialised value.
	 * @return mixed
	 */
	private static function without_objects( string $stored ) {
		// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.serialize_unserialize, WordPress.PHP.NoSilencedErrors -- no object comes of it, and what is broken is no value.
		return @unserialize( $stored, array( 'allowed_classes' => false ) );
	}

	/**
	 * The texts in a value. Of an array that describes a link, as fields of that kind store it, the address alone.
	 *
	 * @param mixed $value What is stored.
	 * @param int   $depth How deep it was found.
	 * @return string[]
	 */
	private static function flat( $value, int $depth ): array {
		if ( is_string( $value ) || is_int( $value ) || is_float( $value ) ) {
			return array( (string) $value );
		}
		if ( is_bool( $value ) ) {
			return array( $value ? '1' : '0' );
		}
		if ( ! is_array( $value ) || $depth > self::DEEPEST ) {
			return array();
		}
		if ( isset( $value['url'] ) && is_string( $value['url'] ) ) {
			return array( $value['url'] );
		}
		$texts = array();
		foreach ( array_slice( $value, 0, self::MOST ) as $one ) {
			array_push( $texts, ...self::flat( $one, $depth + 1 ) );
		}
		return $texts;
	}

	/**
	 * The day or the moment of seconds since 1970; any other text as it is.
	 *
	 * Fields for a day store midnight, of the site or of UTC; anything else is a moment.
	 *
	 * @param string $text What is stored.
	 */
	private static function day_of( string $text ): string {
		$seconds = preg_match( '/^[0-9]{9,10}$/D', $text ) ? (int) $text : 0;
		if ( $seconds < self::FIRST_MOMENT || $seconds > self::LAST_MOMENT ) {
			return $text;
		}
		if ( 0 === $seconds % DAY_IN_SECONDS ) {
			return gmdate( 'Y-m-d', $seconds );
		}
		$here = ( new \DateTimeImmutable( "@$seconds" ) )->setTimezone( new \DateTimeZone( Settings::time_zone() ) );
		return '00:00:00' === $here->format( 'H:i:s' ) ? $here->format( 'Y-m-d' ) : $here->format( \DATE_ATOM );
	}
}
