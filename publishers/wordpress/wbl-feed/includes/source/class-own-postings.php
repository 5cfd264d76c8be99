<?php
/**
 * Postings that are written in the panel, or come through REST or a sheet.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

use WblFeed\Feed\Publishing;
use WblFeed\Standard\Json;

defined( 'ABSPATH' ) || exit;

/**
 * Posts of the own type: one JSON object each, beside the texts that WordPress edits.
 */
final class Own_Postings implements Source {

	const META = '_wbl_posting';

	/**
	 * Hashes of the post's texts as they were when the posting's own were stored. While they agree, the posting's hold to
	 * the byte; a text that somebody edited since then wins.
	 */
	const SEEN = '_wbl_texts';

	/**
	 * Keys by which lists of postings are sorted and filtered. They are made from the posting and never read as such.
	 */
	const KEYS = array(
		'_wbl_status'        => 'status',
		'_wbl_activity_type' => 'activityType',
		'_wbl_deadline'      => 'applicationDeadline',
		'_wbl_last_verified' => 'lastVerified',
		'_wbl_regions'       => 'regions',
	);

	/**
	 * The post type.
	 */
	public function post_type(): string {
		return Posting_Type::NAME;
	}

	/**
	 * Whether it reads postings from a custom field.
	 *
	 * @param string $key The meta key.
	 */
	public function reads( string $key ): bool {
		return in_array( $key, array( self::META, self::SEEN ), true );
	}

	/**
	 * What a post says.
	 *
	 * @param \WP_Post $post A post of the own type.
	 */
	public function read( \WP_Post $post ): Reading {
		$posting = self::posting( $post->ID );
		$seen    = get_post_meta( $post->ID, self::SEEN, true );
		$texts   = Texts::of( $post );
		foreach ( Texts::MEMBERS as $field => $members ) {
			if ( is_array( $seen ) && isset( $seen[ $field ] ) && md5( $post->$field ) === $seen[ $field ] ) {
				continue;
			}
			foreach ( $members as $member ) {
				unset( $posting->$member );
				if ( isset( $texts->$member ) ) {
					$posting->$member = $texts->$member;
				}
			}
		}
		$image = isset( $posting->image ) ? null : self::featured_image( $post );
		if ( $image ) {
			$posting->image = $image;
		}
		return new Reading( $posting );
	}

	/**
	 * The featured image of a post as `image` of its posting, or null.
	 *
	 * @param \WP_Post $post A post.
	 */
	private static function featured_image( \WP_Post $post ): ?\stdClass {
		$number  = (int) get_post_thumbnail_id( $post );
		$address = $number ? wp_get_attachment_image_url( $number, 'large' ) : false;
		if ( ! $address ) {
			return null;
		}
		$image = array(
			'url'            => $address,
			'encodingFormat' => (string) get_post_mime_type( $number ),
			'alternateName'  => Texts::line( (string) get_post_meta( $number, '_wp_attachment_image_alt', true ) ),
		);
		return (object) array_filter( $image, 'strlen' );
	}

	/**
	 * The stored posting, without its texts where those of the post are newer; an empty object if there is none.
	 *
	 * @param int $post_id A post of the own type.
	 */
	public static function posting( int $post_id ): \stdClass {
		$text = get_post_meta( $post_id, self::META, true );
		try {
			$posting = is_string( $text ) && '' !== $text ? Json::parse( $text ) : null;
		} catch ( \InvalidArgumentException $broken ) {
			$posting = null;
		}
		return $posting instanceof \stdClass ? $posting : new \stdClass();
	}

	/**
	 * Keeps a posting, and refreshes the feed.
	 *
	 * @param int       $post_id    A post of the own type.
	 * @param \stdClass $posting    The whole posting. An `id` is kept if the post has none yet.
	 * @param bool      $with_texts Whether its texts take the place of the post's; else the post's stay.
	 */
	public static function store( int $post_id, \stdClass $posting, bool $with_texts = false ): void {
		if ( isset( $posting->id ) ) {
			Ids::take( $post_id, $posting->id );
			unset( $posting->id );
		}
		unset( $posting->dateModified ); // phpcs:ignore WordPress.NamingConventions.ValidVariableName
		update_post_meta( $post_id, self::META, wp_slash( Json::write( $posting ) ) );
		foreach ( self::KEYS as $key => $member ) {
			self::index( $post_id, $key, $posting->$member ?? null );
		}
		if ( $with_texts ) {
			self::store_texts( $post_id, $posting );
		}
		Publishing::refresh( $post_id );
	}

	/**
	 * Writes the texts of a posting into the post, and remembers what became of them there.
	 *
	 * @param int       $post_id The post.
	 * @param \stdClass $posting The posting.
	 */
	private static function store_texts( int $post_id, \stdClass $posting ): void {
		$fields = Texts::fields( $posting );
		$post   = get_post( $post_id );
		$differ = false;
		foreach ( $fields as $field => $text ) {
			$differ = $differ || wp_unslash( $text ) !== $post->$field;
		}
		if ( $differ ) {
			wp_update_post( array( 'ID' => $post_id ) + $fields );
			$post = get_post( $post_id );
		}
		$seen = array();
		foreach ( array_keys( $fields ) as $field ) {
			$seen[ $field ] = md5( $post->$field );
		}
		update_post_meta( $post_id, self::SEEN, $seen );
	}

	/**
	 * Writes one key for lists: a row for each value, dates as days.
	 *
	 * @param int    $post_id The post.
	 * @param string $key     The meta key.
	 * @param mixed  $value   The value of the member, or null.
	 */
	private static function index( int $post_id, string $key, $value ): void {
		$values = array_filter( is_array( $value ) ? $value : array( $value ), 'is_string' );
		if ( '_wbl_deadline' === $key ) {
			$values = array_map(
				static function ( $date ) {
					return substr( $date, 0, 10 );
				},
				$values
			);
		}
		if ( get_post_meta( $post_id, $key ) === array_values( $values ) ) {
			return;
		}
		delete_post_meta( $post_id, $key );
		foreach ( $values as $each ) {
			add_post_meta( $post_id, $key, wp_slash( substr( $each, 0, 200 ) ) );
		}
	}
}
