<?php
/**
 * Tests of Site Health that look at the database.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Feed\Clock;
use WblFeed\Feed\Ledger;
use WblFeed\Feed\Settings;
use WblFeed\Plugin;
use WblFeed\Standard\Json;

/**
 * One method each, named as in Site_Health::DIRECT; each gives a result of Site_Health.
 */
final class Health_Tests {

	/** Seconds by which the nightly run may be late before it is worth saying. */
	const PATIENCE = 6 * HOUR_IN_SECONDS;

	/**
	 * Whether addresses have names; without them the feed has no address that people can remember or type.
	 *
	 * @return array
	 */
	public static function permalinks(): array {
		if ( '' !== (string) get_option( 'permalink_structure' ) ) {
			return Site_Health::result( 'permalinks', 'good', __( 'The feed of your postings has a readable address', 'wbl-feed' ), __( 'Permalinks have names.', 'wbl-feed' ) );
		}
		return Site_Health::result(
			'permalinks',
			'recommended',
			__( 'The feed of your postings has no readable address', 'wbl-feed' ),
			__( 'Permalinks are set to “Plain”, so the feed has an address with a question mark, and cannot be found at the place where programs look first. Choose any other kind of permalinks. The addresses of your pages change with it; WordPress sends visitors from the old ones to the new ones.', 'wbl-feed' ),
			array( admin_url( 'options-permalink.php' ), __( 'Choose permalinks', 'wbl-feed' ) )
		);
	}

	/**
	 * Whether the time zone has a name.
	 *
	 * @return array
	 */
	public static function time_zone(): array {
		if ( '' !== Settings::get()['time_zone'] || '' !== Setup_Form::site_time_zone() ) {
			/* translators: %s: name of a time zone. */
			$when = sprintf( __( 'They end at midnight in %s.', 'wbl-feed' ), Settings::time_zone() );
			return Site_Health::result( 'time_zone', 'good', __( 'Deadlines of your postings have a time zone', 'wbl-feed' ), $when );
		}
		return Site_Health::result(
			'time_zone',
			'recommended',
			__( 'Deadlines of your postings may be an hour off', 'wbl-feed' ),
			__( 'The time zone of this site is only a number of hours, which does not say when clocks change. Choose a city in your time zone, such as New York.', 'wbl-feed' ),
			array( admin_url( 'options-general.php#timezone_string' ), __( 'Choose a time zone', 'wbl-feed' ) )
		);
	}

	/**
	 * Whether postings have errors.
	 *
	 * @return array
	 */
	public static function problems(): array {
		$count = Attention::query( Attention::PROBLEMS, 0, 1 )->found_posts;
		if ( 0 === $count ) {
			return Site_Health::result( 'problems', 'good', __( 'No posting has a mistake', 'wbl-feed' ), __( 'Every published posting is in the feed as it is written.', 'wbl-feed' ) );
		}
		return Site_Health::result(
			'problems',
			'recommended',
			/* translators: %s: number of postings. */
			sprintf( _n( '%s posting has a mistake', '%s postings have mistakes', $count, 'wbl-feed' ), number_format_i18n( $count ) ),
			__( 'It is left out of the feed, or stays in it as it was before, until somebody fixes it.', 'wbl-feed' ),
			array( Setup_Screen::address() . '#wbl-result', __( 'See what to fix', 'wbl-feed' ) )
		);
	}

	/**
	 * Whether open postings say until when one can apply (spec 6, rule 7).
	 *
	 * @return array
	 */
	public static function deadlines(): array {
		$count = 0;
		foreach ( Ledger::live() as $row ) {
			$posting = Json::parse( $row->item );
			$count  += 'open' === $posting->status && ! isset( $posting->applicationDeadline ) && true !== ( $posting->rolling ?? false ) ? 1 : 0; // phpcs:ignore WordPress.NamingConventions.ValidVariableName.UsedPropertyNotSnakeCase
		}
		if ( 0 === $count ) {
			return Site_Health::result( 'deadlines', 'good', __( 'Every open posting says until when students can apply', 'wbl-feed' ), __( 'Postings close by themselves when their deadline is over.', 'wbl-feed' ) );
		}
		return Site_Health::result(
			'deadlines',
			'recommended',
			/* translators: %s: number of postings. */
			sprintf( _n( '%s open posting has no deadline', '%s open postings have no deadline', $count, 'wbl-feed' ), number_format_i18n( $count ) ),
			__( 'It stays open forever, unless somebody remembers to close it. Enter a deadline, or say that applications are taken until the places are filled.', 'wbl-feed' ),
			array( admin_url( 'edit.php?post_type=wbl_posting&wbl_status=open&orderby=wbl_deadline&order=desc' ), __( 'See open postings', 'wbl-feed' ) )
		);
	}

	/**
	 * Whether the nightly run takes place.
	 *
	 * @return array
	 */
	public static function cron(): array {
		$next = wp_next_scheduled( Plugin::NIGHTLY );
		if ( $next && Clock::now() - $next <= self::PATIENCE ) {
			return Site_Health::result( 'cron', 'good', __( 'Postings are checked every night', 'wbl-feed' ), __( 'WordPress runs its scheduled tasks on time.', 'wbl-feed' ) );
		}
		$text = $next
			/* translators: %s: a time span, such as "2 days". */
			? sprintf( __( 'The nightly run is %s late. WordPress runs scheduled tasks when somebody visits; a site with few visits, or one that caches all pages, needs a task on the server that calls wp-cron.php. Your host can set it up. The feed itself stays right; reminders come late.', 'wbl-feed' ), human_time_diff( $next, Clock::now() ) )
			: __( 'The nightly run is no longer scheduled; another plugin may have removed it. Deactivate WBL Feed and activate it again: nothing is lost by that.', 'wbl-feed' );
		return Site_Health::result( 'cron', 'recommended', __( 'Postings are not checked every night', 'wbl-feed' ), $text, array( admin_url( 'plugins.php' ), __( 'Plugins', 'wbl-feed' ) ) );
	}
}
