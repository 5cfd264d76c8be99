<?php
/**
 * What WordPress's privacy tools ask of a plug-in.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Feed\Ledger;
use WblFeed\Feed\Publishing;
use WblFeed\Source\Own_Postings;
use WblFeed\Source\Posting_Type;
use WblFeed\Standard\Json;

/**
 * A text for the privacy policy, and the postings in which a person is the contact: to be exported, and to be freed of it.
 */
final class Privacy {

	/** Members that hold a mailbox, and what is taken away with it: all that tells of the person. */
	const MAILBOXES = array(
		'/applicationContact/email' => '/applicationContact',
		'/howToApply/email'         => '/howToApply/email',
		'/hiringOrganization/email' => '/hiringOrganization/email',
		'/provider/email'           => '/provider/email',
	);

	/** Postings that are looked at in one step. */
	const STEP = 100;

	/**
	 * Hooks them into WordPress.
	 *
	 * @return void
	 */
	public static function register(): void {
		add_action( 'admin_init', array( self::class, 'suggest' ) );
		add_filter( 'wp_privacy_personal_data_exporters', array( self::class, 'add_exporter' ) );
		add_filter( 'wp_privacy_personal_data_erasers', array( self::class, 'add_eraser' ) );
	}

	/**
	 * Suggests a text for the site's privacy policy.
	 *
	 * @return void
	 */
	public static function suggest(): void {
		wp_add_privacy_policy_content(
			__( 'WBL Feed', 'wbl-feed' ),
			'<p class="privacy-policy-tutorial">' . esc_html__( 'The plugin publishes your postings as a feed that others may copy. It sets no cookies, counts no visitors and collects no applications.', 'wbl-feed' ) . '</p>'
			. '<p><strong class="privacy-policy-tutorial">' . esc_html__( 'Suggested text:', 'wbl-feed' ) . ' </strong>'
			. esc_html__( 'Our postings of internships and other work-based learning are published as a feed, which other sites may copy and show. A posting may name a contact: the role, email address and phone number of a person at the employer or at our office. It never holds data about students. Anyone who is named as a contact may ask us to be taken out; those who read the feed are then told of the change.', 'wbl-feed' )
			. '</p>'
		);
	}

	/**
	 * Adds the exporter.
	 *
	 * @param array $exporters WordPress's exporters.
	 * @return array
	 */
	public static function add_exporter( $exporters ) {
		$exporters['wbl-feed'] = array(
			'exporter_friendly_name' => __( 'Contacts in WBL postings', 'wbl-feed' ),
			'callback'               => array( self::class, 'export' ),
		);
		return $exporters;
	}

	/**
	 * Adds the eraser.
	 *
	 * @param array $erasers WordPress's erasers.
	 * @return array
	 */
	public static function add_eraser( $erasers ) {
		$erasers['wbl-feed'] = array(
			'eraser_friendly_name' => __( 'Contacts in WBL postings', 'wbl-feed' ),
			'callback'             => array( self::class, 'erase' ),
		);
		return $erasers;
	}

	/**
	 * The next postings that have a mailbox somewhere, as they are written or as they are in the feed: where they have a mistake,
	 * the version from before it is there.
	 *
	 * @param string $email The mailbox.
	 * @param int    $after Postings up to this one are passed over.
	 * @return int[]
	 */
	private static function candidates( string $email, int $after ): array {
		global $wpdb;
		$written = '%' . $wpdb->esc_like( substr( Json::write( $email ), 1, -1 ) ) . '%';
		$ledger  = Ledger::table();
		// phpcs:ignore WordPress.DB -- a query of posts cannot ask for every status after a number, nor for the ledger.
		return array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT p.ID FROM {$wpdb->posts} p LEFT JOIN {$wpdb->postmeta} m ON m.post_id = p.ID AND m.meta_key = %s LEFT JOIN $ledger l ON l.post_id = p.ID WHERE p.post_type = %s AND ( m.meta_value LIKE %s OR l.item LIKE %s ) AND p.ID > %d ORDER BY p.ID LIMIT %d", Own_Postings::META, Posting_Type::NAME, $written, $written, $after, self::STEP ) ) );
	}

	/**
	 * A posting as it is written and, where it is another one, as it is in the feed.
	 *
	 * @param int $post_id The posting's post.
	 * @return \stdClass[]
	 */
	private static function versions( int $post_id ): array {
		$row = Ledger::row( $post_id );
		return array_merge( array( Own_Postings::posting( $post_id ) ), $row && ! $row->deleted ? array( Json::parse( $row->item ) ) : array() );
	}

	/**
	 * The members of a posting that hold a mailbox.
	 *
	 * @param \stdClass $posting The posting.
	 * @param string    $email   The mailbox; upper and lower case are the same.
	 * @return string[] JSON Pointers.
	 */
	private static function members( \stdClass $posting, string $email ): array {
		return array_values(
			array_filter(
				array_keys( self::MAILBOXES ),
				static function ( $pointer ) use ( $posting, $email ) {
					$value = Json::at( $posting, $pointer );
					return is_string( $value ) && strtolower( $value ) === strtolower( $email );
				}
			)
		);
	}

	/**
	 * A posting without a mailbox and what goes with it.
	 *
	 * @param \stdClass $posting The posting.
	 * @param string    $email   The mailbox.
	 */
	private static function without( \stdClass $posting, string $email ): \stdClass {
		foreach ( self::members( $posting, $email ) as $pointer ) {
			$posting = Json::with( $posting, self::MAILBOXES[ $pointer ], null );
		}
		return $posting;
	}

	/**
	 * Exports the postings in which somebody is the contact.
	 *
	 * @param string $email The person's mailbox.
	 * @param int    $page  Not looked at: all is given at once, since one person is the contact of few postings.
	 * @return array
	 */
	public static function export( $email, $page = 1 ): array {
		$data  = array();
		$after = 0;
		while ( $ids = self::candidates( $email, $after ) ) { // phpcs:ignore Generic.CodeAnalysis.AssignmentInCondition.FoundInWhileCondition
			foreach ( $ids as $after ) {
				foreach ( self::versions( $after ) as $posting ) {
					foreach ( self::members( $posting, $email ) as $pointer ) {
						$value = Json::write( Json::at( $posting, self::MAILBOXES[ $pointer ] ) );

						$data[ "wbl-posting-$after-" . sanitize_key( $pointer ) . md5( $value ) ] = array(
							array(
								'name'  => __( 'Posting', 'wbl-feed' ),
								'value' => get_the_title( $after ),
							),
							array(
								'name'  => __( 'Contact', 'wbl-feed' ),
								'value' => $value,
							),
						);
					}
				}
			}
		}
		$items = array();
		foreach ( $data as $item_id => $item ) {
			$items[] = array(
				'group_id'    => 'wbl-feed',
				'group_label' => __( 'Contacts in WBL postings', 'wbl-feed' ),
				'item_id'     => $item_id,
				'data'        => $item,
			);
		}
		return array(
			'data' => $items,
			'done' => true,
		);
	}

	/**
	 * Takes somebody out of the postings in which they are the contact, and so out of the feed.
	 *
	 * @param string $email The person's mailbox.
	 * @param int    $page  Not looked at.
	 * @return array
	 */
	public static function erase( $email, $page = 1 ): array {
		$removed = false;
		$after   = 0;
		while ( $ids = self::candidates( $email, $after ) ) { // phpcs:ignore Generic.CodeAnalysis.AssignmentInCondition.FoundInWhileCondition
			foreach ( $ids as $after ) {
				foreach ( self::versions( $after ) as $posting ) {
					$removed = $removed || self::members( $posting, $email );
				}
				$posting = Own_Postings::posting( $after );
				if ( self::members( $posting, $email ) ) {
					Own_Postings::store( $after, self::without( $posting, $email ) );
				}
				Publishing::amend(
					$after,
					static function ( \stdClass $published ) use ( $email ): \stdClass {
						return self::without( $published, $email );
					}
				);
			}
		}
		return array(
			'items_removed'  => $removed,
			'items_retained' => false,
			'messages'       => array(),
			'done'           => true,
		);
	}
}
