<?php
/**
 * Signs in texts of what endangers a student (spec sections 5.3, 20.1 and 20.2).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * The words are those of English, and for the plainest cases of Spanish and Portuguese. A sign is no proof: what may as
 * well be harmless is let pass, since a warning that is wrong makes people overlook the next.
 */
final class Safety {

	/** Where people have mailboxes of their own. */
	const PRIVATE_HOSTS = 'gmail.com googlemail.com yahoo.com ymail.com rocketmail.com yahoo.es yahoo.com.br hotmail.com hotmail.es
		outlook.com outlook.es live.com msn.com aol.com icloud.com me.com mac.com proton.me protonmail.com pm.me gmx.com mail.com zoho.com
		comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net rcn.com earthlink.net juno.com qq.com 163.com uol.com.br';

	/** Parts of words that are in the name of an office's mailbox, and seldom in that of a person. */
	const ROLES = '/info|intern|apply|applic|jobs|career|contact|office|admin|program|student|youth|school|stem|wbl|work|human|recruit|volunteer
		|educat|outreach|coordinat|team|hello|help|support|mail|learn|train|connect|network|director|manager|mentor|apprent|coop|co-op|hiring|talent
		|staff|partner|communit|college|campus|counsel|guidance|registr|enroll|admission|summer|camp|academy|institute|center|centre|desk|service
		|general|inquir|enquir|question|museum|library|farm|lab|research|science|tech|health|event|fellow|scholar|engage|opportunit|placement|employ
		|people|welcome|reception|front|principal|superintendent|district|department|dept|chair|club|foundation|pasant|practica|empleo|oficina
		|estudiante|estagio/x';

	const SHORT_ROLES = '/(?:^|[\W_0-9])(?:hr|it|cte|job|ops|pr|dei|ela|art|csi|esl|rsvp|ask|us|all|jobs)(?:$|[\W_0-9])/';

	const EMAIL = '/(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u';

	/** Numbers of the North American plan as people write them. */
	const PHONE = '/(?<![\w\/.=#-])(?:\+?1[ .-]?)?
		(?: \(([2-9][0-9]{2})\)[ ]?[2-9][0-9]{2}[ .\x{2011}-] | ([2-9][0-9]{2})[.\x{2011}-][2-9][0-9]{2}[.\x{2011}-]
		  | ([2-9][0-9]{2})[ ][2-9][0-9]{2}- | (?<=1[ ])([2-9][0-9]{2})[ ][2-9][0-9]{2}[ ] )
		[0-9]{4}(?![\w-])/xu';

	/** Area codes that only organizations have. */
	const TOLL_FREE = array( '800', '833', '844', '855', '866', '877', '888' );

	/** Signs of data about a student; what is captured is not shown. */
	const STUDENT = array(
		'/\bstudent(?:[\'’]?s)?[ ](?:id|i\.d\.|number|phone|telephone|cell)\s{0,3}[:=#]\s{0,3}[(+]?[0-9][0-9 ().-]{5,}/iu',
		'~\b(?:date[ ]of[ ]birth|birth[ ]?date|dob)\s{0,3}[:=]?\s{0,3}
			(?:[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2})|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})\b
			(?!\s{0,3}(?:or|and|through|to|until|[-–—]))~ixu',
		'/\b(?:ssn|sasid|lasid|social[ ]security[ ]number)\s{0,3}[:=#]?\s{0,3}[0-9][0-9-]{7,}/iu',
		'/\bstudent(?:[\'’]?s)?[ ]e-?mail\s{0,3}[:=#]\s{0,3}([\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,})/iu',
		'/\b[Mm]y (?:son|daughter),? ([A-Z][a-z]+)\b/u',
		'/(?<![\w.#-])(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000|19[0-9]{2}|20[0-9]{2})[0-9]{4}(?![\w-])/u',
	);

	/** The name of a student where a form has it. */
	const NAME = '/(?i:\bstudent(?:[\'’]?s)?[ ]name|\bname[ ]of[ ](?:the[ ])?student|\bnombre[ ]del?[ ](?:estudiante|alumn[oa]))\s{0,3}[:=#]\s{0,3}
		(\p{Lu}\p{L}*)[ ](?:[A-Z]\.[ ])?(\p{Lu}\p{L}*)/xu';

	/** Words that stand where a form or an instruction asks for a name. */
	const OF_FORMS = 'first last full your name legal print please type school grade required optional application internship as and the on in
		or middle enter write title teacher subject program nombre completo apellido escriba';

	const FEE = '/\b(?:application|registration|placement|program(?:me)?|enroll?ment|participation|training|processing|materials?)[ ]fees?\b
		| \bnon-?refundable[ ](?:fee|deposit)s?\b
		| \bpay[ ](?:a|an|the|your)[ ](?:\S{1,20}[ ]){0,2}(?:fee|deposit)\b
		| \$[ ]?[0-9][0-9,.]{0,9}[ ](?:\S{1,20}[ ]){0,2}(?:fee|deposit)\b
		| \b(?:fee|deposit)[ ]of[ ]\$
		| \b(?:students?|participants?|families|you)[ ](?:must[ ]|will[ ]|have[ ]to[ ]|need[ ]to[ ])?pay[ ]\$[ ]?[0-9]
		| \b(?:program(?:me)?|course|camp|internship|it)[ ]costs[ ]\$[ ]?[0-9]
		| \btuition:?[ ](?:is[ ]|of[ ])?\$[ ]?[0-9]
		| \b(?:cuota|tarifa|costo|taxa)[ ]de[ ](?:inscripci[oó]n|inscri[cç][aã]o|solicitud|registro|matr[ií]cula)\b/ixu';

	const CHARGED = '/\$[ ]?(?:[1-9]|0?\.[0-9]*[1-9])
		| \b(?:charge[sd]?|required?|requires|pay|pays|payable|payment|due|costs?|must|submit|send|non-?refundable|applies|dollars|pagar|paga|pagan|pagam
		  |debe|deben|devem)\b/ixu';

	/** Nobody asks a student for it, or it is part of the work to collect it. */
	const NOT_CHARGED = '/\b(?:no|never|none|without|free|zero|nor|neither|waived|waive|covered|reimbursed?|exempt|optional
		  |sin|sem|não|gratis|grátis|gratuit[oa]s?|exent[oa]s?|isent[oa]s?)\b
		| \bnot\b(?![ ]refundable) | n[’\']t\b
		| \$[ ]?0(?:\.00?)?(?![0-9.])
		| \b(?:paid|pagad[oa]|pag[oa])[ ](?:for[ ])?(?:by|por|pel[oa])[ ](?!(?:the[ ])?(?:students?|participants?|famil|parents?|you))
		| \b(?:employers?|compan(?:y|ies)|hosts?|sponsors?|businesses|districts?|schools?|grants?|funds?|network|we)
		  [ ](?:(?:will|may|also|then)[ ])?(?:pays?|covers?)\b
		| \b(?:collect|collects|collecting|process|processes|handle|handling|record|recording|calculate|calculating|track)\b/ixu';

	const COMMISSION = '/\bcommission-only\b
		| \bcommission[ ]only(?=[ ](?:pay|position|role|job|sales|basis|compensation|work)\b|\s{0,3}[.,;:!)]|\s{0,3}\z)
		| \bcommission-based\b(?![ ](?:art|illustration|mural|paint|portrait))
		| \bcommission[ ]based[ ](?:pay|position|role|job|sales|compensation|work|earnings)\b
		| \b100[ ]?(?:%|percent)[ ]commissions?\b
		| \b(?:straight|purely|solely)[ ](?:on[ ]|by[ ])?commissions?\b
		| \bpaid[ ](?:only[ ]|entirely[ ])?(?:by|on|in|through)[ ]commissions?\b(?![ ](?:staff|members?|of))
		| \b(?:solo|sólo|solamente|únicamente|somente|apenas)[ ](?:por|a)[ ](?:comisi[oó]n|comiss[aã]o)\b/ixu';

	/** There is other pay too. */
	const NOT_ALONE = '/\b(?:no|not|never|without|plus|bonus(?:es)?|hourly|salary|wages?|in addition|sin|sem)\b|n[’\']t\b/iu';

	/**
	 * @return Notice[]
	 */
	public static function check( Look $look ): array {
		$notices = self::contacts( $look->value );
		foreach ( $look->texts as $pointer => $text ) {
			if ( preg_match( '/[<&]/', $text ) && '/descriptionHtml' !== $pointer && preg_match( Markup::SIGNS, $text, $found ) ) {
				$plain     = Notice::shown( Markup::plain( $text ) );
				$notices[] = Notice::warning( 'markup_in_text', $pointer, "$pointer has markup: “" . Notice::shown( $found[0] ) . '”.', "Write plain text: “{$plain}”. HTML belongs in descriptionHtml.", 'quality' );
			}
			// Most texts have none of these; plain characters are found faster than patterns.
			if ( preg_match( '/[0-9@$:]| fee|deposit|commission|comisi|comiss|cuota|tarifa|costo|taxa|[Mm]y (?:son|daughter)/i', $text ) ) {
				array_push( $notices, ...self::of_text( $text, $pointer, $look->value ) );
			}
		}
		$only = $look->value->eligibility->restrictedTo ?? array();
		if ( array() !== $only ) {
			$notices[] = Notice::info( 'restricted_population', '/eligibility/restrictedTo', 'Only these may apply: ' . Notice::shown( implode( ', ', $only ) ) . '.', 'If others may apply too, write priorityPopulations in place of restrictedTo.', 'safety' );
		}
		return $notices;
	}

	/** Whether a mailbox is one that a person has for themselves. */
	public static function is_private( string $address ): bool {
		$host = strtolower( substr( (string) strrchr( $address, '@' ), 1 ) );
		return isset( Spelling::listed( self::PRIVATE_HOSTS )[ $host ] ) && self::is_personal( $address );
	}

	/**
	 * Whether a mailbox is a person's, as its provider, a first and last name, or a host of students tells. One word at
	 * an organization's own host, such as mentors@ or jsmith@, may be either and is let pass.
	 */
	private static function is_personal( string $address ): bool {
		$at      = (int) strrpos( $address, '@' );
		$local   = strtolower( substr( $address, 0, $at ) );
		$host    = strtolower( substr( $address, $at + 1 ) );
		$private = isset( Spelling::listed( self::PRIVATE_HOSTS )[ $host ] );
		if ( preg_match( self::SHORT_ROLES, $local ) || preg_match( self::ROLES, $local ) ) {
			return $private && false !== strpos( $local, 'student' );
		}
		return $private || preg_match( '/^(?:students?|stu)(?:\.|$)/D', $host ) || 1 === preg_match( '/^\p{L}+[._]\p{L}{2,}[0-9]{0,4}$/Du', $local );
	}

	/**
	 * Contacts are role mailboxes.
	 *
	 * @return Notice[]
	 */
	private static function contacts( \stdClass $posting ): array {
		$notices = array();
		foreach ( array( 'applicationContact', 'howToApply', 'hiringOrganization', 'provider' ) as $name ) {
			$address = $posting->$name->email ?? '';
			if ( self::is_private( $address ) ) {
				$notices[] = self::personal_email( "/$name/email", $address );
			}
		}
		return $notices;
	}

	public static function personal_email( string $pointer, string $address ): Notice {
		return Notice::warning( 'personal_email', $pointer, "$pointer is a private mailbox: " . Notice::shown( $address ) . '.', 'Use a role mailbox, such as "internships@site.example".', 'safety' );
	}

	/**
	 * @return Notice[]
	 */
	private static function of_text( string $text, string $pointer, \stdClass $posting ): array {
		$notices = array();
		preg_match_all( self::EMAIL, $text, $addresses );
		foreach ( array_slice( array_filter( array_unique( $addresses[0] ), array( self::class, 'is_personal' ) ), 0, 10 ) as $address ) {
			$notices[] = Notice::warning( 'email_in_text', $pointer, "$pointer has what looks like a person's email address in it: " . Notice::shown( $address ) . '.', 'Take it out of the text, and put a role mailbox into applicationContact or howToApply.', 'safety' );
		}
		$fee = isset( $posting->costsToStudent ) ? '' : self::sign( self::FEE, $text, static function ( string $sentence ): bool {
			return preg_match( self::CHARGED, $sentence ) && ! preg_match( self::NOT_CHARGED, str_replace( 'rocessing fee', '', $sentence ) );
		} );
		if ( '' !== $fee ) {
			$notices[] = Notice::warning( 'fee_charged', $pointer, "$pointer speaks of a fee: “{$fee}”.", 'Say in costsToStudent what is paid for what; offers that sell a place do not belong here.', 'safety' );
		}
		$commission = self::sign( self::COMMISSION, $text, static function ( string $sentence ): bool {
			return ! preg_match( self::NOT_ALONE, $sentence );
		} );
		if ( '' !== $commission ) {
			$notices[] = Notice::warning( 'commission_only', $pointer, "$pointer speaks of pay by commission: “{$commission}”.", 'Check the offer; work that pays by sales alone is not work-based learning.', 'safety' );
		}
		$phone = self::phone( $text, $posting );
		if ( '' !== $phone ) {
			$notices[] = Notice::info( 'phone_in_text', $pointer, "$pointer has the telephone number $phone in it.", "Make sure that it is an office's, and put it into applicationContact or howToApply.", 'safety' );
		}
		$student = self::student( $text );
		if ( '' !== $student ) {
			$notices[] = new Notice( 'student_data', 'error', 'safety', $pointer, "$pointer looks like data about a student: “{$student}”.", 'Remove it at once from the feed and all copies; no feed holds data about students, even with consent.' );
		}
		return $notices;
	}

	/** The first words that a pattern finds in a sentence that is as it must be; empty if there are none. */
	private static function sign( string $pattern, string $text, callable $sentence_is ): string {
		preg_match_all( $pattern, $text, $found, PREG_OFFSET_CAPTURE );
		foreach ( $found[0] ?? array() as list( $words, $at ) ) {
			$before = preg_split( '/[.!?;]\s|\n|•/u', self::whole( substr( $text, max( 0, $at - 150 ), min( $at, 150 ) ) ) );
			$after  = preg_split( '/[.!?;]\s|\n|•/u', self::whole( substr( $text, $at + strlen( $words ), 150 ) ), 2 );
			if ( $sentence_is( end( $before ) . $words . $after[0] ) ) {
				return Notice::shown( $words );
			}
		}
		return '';
	}

	/** A piece of a text without the halves of characters at its ends. */
	private static function whole( string $piece ): string {
		return (string) preg_replace( '/^[\x80-\xBF]+|[\xC0-\xFF][\x80-\xBF]*$/D', '', $piece );
	}

	/** The first telephone number in a text that costs the caller something and is no stated contact's. */
	private static function phone( string $text, \stdClass $posting ): string {
		$known = array();
		foreach ( array( 'applicationContact', 'howToApply' ) as $name ) {
			$known[] = substr( (string) preg_replace( '/[^0-9]/', '', $posting->$name->telephone ?? '' ), -10 );
		}
		preg_match_all( self::PHONE, $text, $numbers, PREG_SET_ORDER );
		foreach ( $numbers as $number ) {
			if ( array() === array_intersect( self::TOLL_FREE, $number ) ) {
				return in_array( substr( (string) preg_replace( '/[^0-9]/', '', $number[0] ), -10 ), $known, true ) ? '' : Notice::shown( $number[0] );
			}
		}
		return '';
	}

	/** What looks like data about a student, without what must not be handed on. */
	private static function student( string $text ): string {
		foreach ( self::STUDENT as $pattern ) {
			if ( preg_match( $pattern, $text, $found ) ) {
				return self::masked( $found );
			}
		}
		preg_match_all( self::NAME, $text, $names, PREG_SET_ORDER );
		foreach ( $names as $found ) {
			if ( array() === array_intersect_key( Spelling::listed( $found[1] . ' ' . $found[2] ), Spelling::listed( self::OF_FORMS ) ) ) {
				return self::masked( $found );
			}
		}
		return '';
	}

	/**
	 * @param string[] $found What a pattern found: the whole, and the parts that name somebody.
	 */
	private static function masked( array $found ): string {
		$text = array_shift( $found );
		foreach ( array_filter( $found, 'strlen' ) as $part ) {
			$text = str_replace( $part, preg_replace( '/^(.).*$/su', '$1···', $part ), $text );
		}
		return (string) preg_replace( '/[0-9]/', '·', $text );
	}
}
