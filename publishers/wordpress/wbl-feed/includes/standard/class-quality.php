<?php
/**
 * What makes a posting useful to a student (spec sections 5.3, 5.5, 6 and 7).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Findings about dates, title and description; none of them keeps a posting out of the feed.
 */
final class Quality {

	/** Characters below which a description says too little (5.5, rule 2). */
	const THIN = 80;

	/** Days an open posting may go unchecked (5.5, rule 3). */
	const STALE = 60;

	/** Words that do not tell what one does or where; a title of nothing else is vague. */
	const VAGUE = array(
		'untitled title test tbd tba n a new none null draft copy',
		'internship internships intern interns job jobs shadow shadowing apprenticeship apprenticeships apprentice',
		'mentorship co op coop work experience experiences placement placements volunteer volunteers volunteering employment',
		'opportunity opportunities position positions posting postings opening openings program programs programme',
		'student students youth teen teens high school hs summer fall winter spring paid unpaid part time full seasonal',
		'apply now available wanted needed the an for of and in',
		'pasantía pasantías práctica prácticas empleo trabajo trabajos oportunidad oportunidades puesto puestos verano',
		'de para estudiantes jóvenes estágio estágios vaga vagas verão jovens',
	);

	/** Words that stay in capitals in a title that is made calm. */
	const ACRONYMS = 'AI AP AR ASVAB BLS CAD CAM CDL CEO CIP CNA CNC CPR CS CSI CTE DIY EKG EMR EMS EMT ENT EPA ER ESL ETC FBI FAA
		GIS GPS HR HS HVAC HVACR IB ICP ICU ID II III IT IV LGBTQ LLC LPN MA MCAS MIT MRI MS NASA NH NIH NOAA NSF NY NYC OSHA PA PCA PE PR
		PSAT PT RI RN ROTC SAT SOC SQL STEAM STEM TV TX UI UK UMASS US USA USDA USGS UX VA VR VT WBL WHOI YMCA YWCA 3D';

	/**
	 * @return Notice[]
	 */
	public static function check( Look $look ): array {
		$posting = $look->value;
		return array_merge(
			'open' === $posting->status ? self::deadline( $look ) : array(),
			self::order( $look ),
			self::future( $look ),
			'open' === $posting->status ? self::verified( $look ) : array(),
			self::title( $posting->title ),
			self::id( $posting ),
			self::description( $posting ),
			self::classification( $posting )
		);
	}

	/**
	 * A live posting has an end that has not passed, or says that it is rolling (6, rule 7).
	 *
	 * @return Notice[]
	 */
	private static function deadline( Look $look ): array {
		$posting = $look->value;
		if ( ! isset( $posting->applicationDeadline ) && ! isset( $posting->validThrough ) && empty( $posting->rolling ) ) {
			return array( self::warning( 'missing_deadline', '', 'The posting has no applicationDeadline and does not say that it is rolling.', 'Add "applicationDeadline": "2027-03-01", or "rolling": true.' ) );
		}
		foreach ( array( 'applicationDeadline', 'validThrough' ) as $name ) {
			if ( isset( $posting->$name ) && Time::ends_at( $posting->$name, $look->time_zone ) <= $look->now ) {
				return array( self::warning( 'deadline_passed', "/$name", "The posting is open, but /$name was {$posting->$name}.", 'Set "status": "closed", or withdraw the posting.' ) );
			}
		}
		return array();
	}

	/**
	 * No date that ends something is before one that begins it (5.5, rule 4).
	 *
	 * @return Notice[]
	 */
	private static function order( Look $look ): array {
		$posting = $look->value;
		foreach ( array( 'applicationDeadline', 'validThrough' ) as $name ) {
			if ( ! isset( $posting->$name ) ) {
				continue;
			}
			$end  = $posting->$name;
			$over = Time::ends_at( $end, $look->time_zone );
			foreach ( array( 'datePosted', 'applicationStartDate' ) as $begin ) {
				$from = isset( $posting->$begin ) ? Time::begins_at( $posting->$begin, $look->time_zone ) : 0;
				if ( isset( $posting->$begin ) && ( $over < $from || ( Time::is_date( $end ) && $over === $from ) ) ) {
					return array( self::out_of_order( $name, $end, "$begin {$posting->$begin}" ) );
				}
			}
			// Until the same day is said in several ways, so that only another day is a contradiction.
			if ( 'validThrough' === $name && substr( $end, 0, 10 ) < substr( $posting->applicationDeadline ?? '', 0, 10 ) ) {
				return array( self::out_of_order( $name, $end, "applicationDeadline {$posting->applicationDeadline}" ) );
			}
		}
		return array();
	}

	private static function out_of_order( string $name, string $end, string $begin ): Notice {
		return self::warning( 'dates_out_of_order', "/$name", "/$name is $end, which is before $begin.", 'Correct the earlier or the later one; often it is the year.' );
	}

	/**
	 * What was done has been done; a day that has come somewhere on earth is not in the future.
	 *
	 * @return Notice[]
	 */
	private static function future( Look $look ): array {
		$tomorrow = gmdate( 'Y-m-d', $look->now + Time::DAY );
		$notices  = array();
		foreach ( array( '/lastVerified', '/stem/date', '/partnership/agreementReviewed' ) as $pointer ) {
			$day = Json::at( $look->value, $pointer, '' );
			if ( $day > $tomorrow ) {
				$notices[] = self::warning( 'date_in_future', $pointer, "$pointer is $day, which is still to come.", 'Write the day on which it was done.' );
			}
		}
		return $notices;
	}

	/**
	 * Somebody has looked at an open posting lately.
	 *
	 * @return Notice[]
	 */
	private static function verified( Look $look ): array {
		$verified = $look->value->lastVerified ?? '';
		$last     = max( $verified, substr( $look->value->dateModified, 0, 10 ) );
		if ( $last >= gmdate( 'Y-m-d', $look->now - self::STALE * Time::DAY ) ) {
			return array();
		}
		$today = gmdate( 'Y-m-d', $look->now );
		return array( self::warning( 'not_verified_lately', $last === $verified ? '/lastVerified' : '/dateModified', "The posting was last verified or changed on $last, more than 60 days ago.", "Check that it is still true, and set \"lastVerified\": \"$today\"." ) );
	}

	/**
	 * A title says what it is about, like a sentence (5.5, rule 1).
	 *
	 * @return Notice[]
	 */
	private static function title( string $title ): array {
		$title = (string) preg_replace( '/^[\s\x1C-\x1F]+|[\s\x1C-\x1F]+$/Du', '', $title ); // Any kind of space, such as that which does not break.
		$shown = Notice::shown( $title );
		preg_match_all( '/[^\W_]+/u', Spelling::small( $title ), $words );
		$words   = array_flip( preg_grep( '/^(?:19|20)[0-9]{2}$/D', $words[0], PREG_GREP_INVERT ) );
		$telling = array_diff_key( $words, Spelling::listed( ...self::VAGUE ) );
		$summer  = 2 === count( $words ) && isset( $words['summer'], $words['school'] );
		// Two letters say little, but two Chinese characters are a word.
		$short = ! preg_match( '/[\x80-\xFF]/', $title ) && preg_match_all( '/[A-Za-z]/', $title ) < 3;
		if ( ( array() === $telling && ! $summer ) || ( array() !== $telling && $short ) ) {
			return array( self::warning( 'vague_title', '/title', "The title “{$shown}” does not say what it is about.", 'Say what and where in a few words, such as “Aquaculture internship in Barnstable”.' ) );
		}
		if ( self::is_shouted( $title ) ) {
			$calm = self::calm( $title );
			return array( self::warning( 'shouted_title', '/title', "The title is in capitals: “{$shown}”.", "Write it like a sentence: “{$calm}”." ) );
		}
		return array();
	}

	private static function is_shouted( string $title ): bool {
		$capitals = preg_match_all( '/\p{Lu}/u', $title );
		return $capitals >= 8 && $capitals >= 4 * preg_match_all( '/\p{Ll}/u', $title )
			&& preg_match_all( '/\p{L}/u', $title ) >= 10
			&& preg_match( '/(?<!\p{L})(?:(?![\x{1D400}-\x{1D7FF}])\p{Lu}){6,}(?!\p{L})/u', $title ); // Mathematical letters have no small ones.
	}

	private static function calm( string $title ): string {
		$seen  = 0;
		$calm  = static function ( array $word ) use ( &$seen ): string {
			++$seen;
			if ( preg_match( '/\b' . preg_quote( $word[0], '/' ) . '\b/u', self::ACRONYMS ) ) {
				return $word[0];
			}
			$small = Spelling::small( $word[0] );
			return 1 === $seen && preg_match( '/^./us', $word[0], $first ) ? $first[0] . preg_replace( '/^./us', '', $small ) : $small;
		};
		return (string) preg_replace_callback( '/[^\W_]+(?:[\'’][^\W_]+)*/u', $calm, $title );
	}

	/**
	 * An id is not made from the title (7, rule 2).
	 *
	 * @return Notice[]
	 */
	private static function id( \stdClass $posting ): array {
		preg_match_all( '/[a-z0-9]+/', Spelling::plain( $posting->title ), $words );
		$joined = implode( '-', $words[0] );
		$id     = preg_replace( '/[^a-z0-9]+/', '-', str_replace( '%20', '-', strtolower( $posting->id ) ) );
		if ( count( $words[0] ) < 3 || strlen( $joined ) < 12 || false === strpos( "-$id-", "-$joined-" ) ) {
			return array();
		}
		return array( Notice::info( 'id_looks_like_title', '/id', 'The id has the words of the title in it: ' . Notice::shown( $posting->id ) . '.', 'Make ids from a number that never changes, such as https://site.example/id/4821.', 'quality' ) );
	}

	/**
	 * An open posting is described, and its HTML has only what readers keep (5.5, rules 2 and 8).
	 *
	 * @return Notice[]
	 */
	private static function description( \stdClass $posting ): array {
		$notices = array();
		$html    = $posting->descriptionHtml ?? '';
		$plain   = $posting->description ?? Markup::plain( $html );
		if ( preg_match( Markup::ACTIVE, $html, $found ) ) {
			$notices[] = self::warning( 'unsafe_html', '/descriptionHtml', 'descriptionHtml has parts that readers take out: ' . Notice::shown( trim( $found[0] ) ) . '.', 'Keep to paragraphs, lists, headings, emphasis and links.' );
		}
		if ( 'open' !== $posting->status || strlen( $plain ) >= 8 * self::THIN ) {
			return $notices;
		}
		$length = self::length( $plain ) + self::length( $posting->summary ?? '' );
		if ( $length < self::THIN ) {
			$notices[] = self::warning( 'thin_description', isset( $posting->description ) ? '/description' : '', "Description and summary have $length characters together.", 'Say in two or three sentences what students do, where, and what they learn.' );
		}
		return $notices;
	}

	/** Characters without needless spaces; one that is a syllable or a word counts as three. */
	private static function length( string $text ): int {
		$text = trim( (string) preg_replace( '/\s+/u', ' ', $text ) );
		return preg_match_all( '/./su', $text ) + 2 * preg_match_all( '/[\x{2E80}-\x{10FFFF}]/u', $text );
	}

	/**
	 * A claim of STEM has evidence; a stage that is stated is the activity's own, or meant (5.3).
	 *
	 * @return Notice[]
	 */
	private static function classification( \stdClass $posting ): array {
		$notices = array();
		$claim   = $posting->stem->value ?? 'unknown';
		if ( 'unknown' !== $claim && array() === array_filter( array_column( array_map( 'get_object_vars', $posting->stem->basis ?? array() ), 'code' ), 'is_string' ) ) {
			$notices[] = self::warning( 'weak_stem_evidence', '/stem', "The posting claims STEM “{$claim}” without a code as evidence.", 'Add a basis such as {"scheme": "soc", "code": "19-4021", "list": "SOC 2018"}.' );
		}
		$stage = $posting->careerStage ?? '';
		$own   = Vocabularies::of_core( '/activityType' )[ $posting->activityType ]->careerStage ?? '';
		if ( '' !== $own && $stage !== $own && isset( Vocabularies::of_core( '/careerStage' )[ $stage ] ) ) {
			$notices[] = Notice::info( 'stage_mismatch', '/careerStage', "careerStage is “{$stage}”, but the stage of this activity is “{$own}”.", 'Leave careerStage out, unless this one is really of another stage.', 'quality' );
		}
		return $notices;
	}

	private static function warning( string $code, string $pointer, string $message, string $mend ): Notice {
		return Notice::warning( $code, $pointer, $message, $mend, 'quality' );
	}
}
