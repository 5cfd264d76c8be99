<?php
/**
 * What WordPress's privacy tools ask of a plug-in.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

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
	 * The next postings whose text has a mailbox somewhere.
	 *
	 * @param string $email The mailbox.
	 * @param int    $after Postings up to this one are passed over.
	 * @return int[]
	 */
	private static function candidates( string $email, int $after ): array {
		global $wpdb;
		$written = substr( Json::write( $email ), 1, -1 );
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a query of posts cannot ask for every status after a number.
		return array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT p.ID FROM {$wpdb->posts} p JOIN {$wpdb->postmeta} m ON m.post_id = p.ID WHERE p.post_type = %s AND m.meta_key = %s AND m.meta_value LIKE %s AND p.ID > %d ORDER BY p.ID LIMIT %d", Posting_Type::NAME, Own_Postings::META, '%' . $wpdb->esc_like( $written ) . '%', $after, self::STEP ) ) );
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
				$posting = Own_Postings::posting( $after );
				foreach ( self::members( $posting, $email ) as $pointer ) {
					$data[] = array(
						'group_id'    => 'wbl-feed',
						'group_label' => __( 'Contacts in WBL postings', 'wbl-feed' ),
						'item_id'     => "wbl-posting-$after-" . sanitize_key( $pointer ),
						'data'        => array(
							array(
								'name'  => __( 'Posting', 'wbl-feed' ),
								'value' => get_the_title( $after ),
							),
							array(
								'name'  => __( 'Contact', 'wbl-feed' ),
								'value' => Json::write( Json::at( $posting, self::MAILBOXES[ $pointer ] ) ),
							),
						),
					);
				}
			}
		}
		return array(
			'data' => $data,
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
				$posting = Own_Postings::posting( $after );
				$members = self::members( $posting, $email );
				foreach ( $members as $pointer ) {
					$posting = Json::with( $posting, self::MAILBOXES[ $pointer ], null );
				}
				if ( $members ) {
					Own_Postings::store( $after, $posting );
					$removed = true;
				}
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
