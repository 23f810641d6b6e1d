"""What must not stand in a letter that asks how it was: something to buy."""

SELLING = (
    "(offer|offers|discount|discounts|voucher|vouchers|coupon|coupons|sale|bargain|promotion)",
    "(newsletter|newsletters|catalogue|catalog|brochure)",
    "(new|latest|our|spring|summer|autumn|winter|whole) (collection|range|products|arrivals)",
    "(buy|order|shop|book|purchase|browse) (now|again|today|more|with us|from us|another|online)",
    "(money|percent|per cent|pounds|%) off",
    "NUMBER% (off|less|cheaper)",
    "(special|exclusive|limited) (price|prices|deal|deals|treat)",
    "(come|coming) back to us",
    "(free|complimentary) (gift|delivery|sample|trial)",
    "(loyalty|reward|bonus) (points|card|scheme|programme|program)",
    "(recommend|refer) (us|a friend)",
    "(rate|review) us",
    "(five|5) stars",
)
