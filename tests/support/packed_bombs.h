// SPDX-License-Identifier: Apache-2.0
// One GiB of zeros packed by every format that a script may use (security specification, F-05).
// Each stream is itself packed with xz, then written as base85, so that it fits here.
#pragma once

#include <string_view>

namespace pgolf_test {

inline constexpr std::string_view kBombXz =
    "{Wp48S^xk5{}S0j0stWa8~^|S5YJf5;$o8l@Ld3Yjmt%X=7W4vGOM4nSlULF;AcvoWY!u6i6hgBWgCQ&ahQ5uP|L!{EI"
    "YNtB~bk0%1k%4&WuMVv&#(N_YGkDdBDVFqksaBv0r_GvXCy9XH=`F9&ukG(?}oT((b*Rx>b@M`^~Q~C~<C<OIJ9oDZ02"
    "tEx&n0B^R@2#J?GuyRPPB*g<9rEWzm`;_l?LpOU<0ePtpOa8|FwxE-WCfOv32O&m77z?d*tUHnT`5G1dRg=xBM1Z#5oU"
    ";~6O=G+Fujyb0fFl%LhM>cv+w)jJsZ4VySeq!%*eqwIu3#0Qjm%VLi(pvr67H<!zi*3%f+?YeoXn>(eH4s|ZfM2@$W(x"
    "s&R2{j%#bv1W`Wyp87odbU%kIJ(MlfO)2Pn5c9#6IOWDHA{!pJioCA8St7|mUvNX61<N!tH+9JoO&UQ6^ai5%}l?ja`o"
    "q70l9fmE!8<M-6{34)ej%T)QI$#T|UFs1iBR8Y5qbPRyEM)OI}_jXTTl<!zYs)TN|N1ivX=)imY6c3rT3+{jv=x7JTui"
    "%1}ZUP->&eWYr1L?YKUSxR<Larv^`V!f7qbv~sG15AYs-5~Be0Po)UX#2pjh_F0SpD-o-{Z$d>YMBlk82-A2SPHYXuKQ"
    "&z{bm^RW%4>ulfK000D#ql*I`E!o6_Er~nH50ssI2003E9";

inline constexpr std::string_view kBombAlone =
    "{Wp48S^xk5{}S0j0stWa8~^|S5YJf5;!pnplwANWfGq$3f9nhlyDO|7-X|yGV{b8ZYTdSur|!B{VS}oMZQ1LJ9qLq_lc"
    "8Oak_#?6u<78jR)_wxuw`$iBkGpHM<(c@U0@)V;XTlJ7}@}Pz=O7lN=EroI2Qbm8&Q1f4=@jCQ&Dh3wtE3<G?i1;Hk3n"
    "~qS$-!c{CZRm?k`y4m&~3!qFPZ7(f!0&rdc0%mU%NNiRX|jLl~4v!x^qD&zOdn@a$KP`5mHar2nIx%N~rgC+2E9Eogp="
    "T~t3CEDV6(i<Kz8MyrcgU`JoGs4~IvR*Qan+()mCVsQ?A0OorHc78~5{<b-{6`;@0h`cg(iKE!6cYA1FcdX-6m-FoOXF"
    "pzJa#U@rm1K<GS$56OXL;TCrYo_^54dYC`RM6;w%eAr67mU=I}d)L^^Xsq0r&qeIYLB?oS~_+jbBXXxH$!f%i@%2>8nn"
    ">Q&8o_{gUClv0z+EXhHC%Qs+Ld{`rWGiXY`tVbH8|KJS>H9!rI(D%WrW}(o$jM58JJy-VVhDtm%QLVOC{1gBH00F22fS"
    "?HgoNZZ@r~nH50ssI2003E9";

inline constexpr std::string_view kBombRaw2 =
    "{Wp48S^xk5{}S0j0stWa8~^|S5YJf5;$mI_z+C`;;6MUdf1NxL!M3+iTjF8WRJ!ULbw)4weF(P3y4)1bTEjhDu+Kl)zs"
    "R8hQ6|2Ep-x+&f*3pPJEzvslGv6=h)JDL@ww3a?<KOfN4v0<JP?XH5FIScUdAt^-9UMakmd{wwMk<1BarwW<(>|;)$dE"
    "j$=2aIN1c5c!q4*qaMryA01`P!lq*HEr?AYtbd1Iq)a6AxYGJ==emXVy@bfORQIqh+>~=dF8J)3c_&|)HP6}?t&OJSJ>"
    "ioihXihaLCS+^yd;@lK@)ny%TqIcH@U@8$ridHbD0~I7ag8aQ*>7`_gHh=)0ly&^X(SzYeTd(EgFZevOWYZX(^mi({zh"
    "s{T*!DG!iGsJBFgnHDk4AHXiYp%#d84N1ebK8Scs#Y1iOu+Kh>L>Dse{umUP^2&@dE)rA(|=-%El|$z{TbK!Y9(d>jbg"
    "<EIPpDEahEuy?T${?_2gkX05yL6zOxWEq=}#^b&Uo*+mwMH(XyNp@0|>+@6vL_u8$yb=>=(%)dbZ7xuv5oV~0^+9LU5O"
    "JyR8SPpd9~sqQqNxk3SUMf<3JJtH0mw3RwUs3>`U4CA0000000Gnk-^2+3F5C$;r~nH50ssI2003E9";

inline constexpr std::string_view kBombZlib =
    "{Wp48S^xk5{}S0j0stWa8~^|S5YJf5@9et)KV1MkHkphN4h*hi09SLZax>q8dT?B+KDlhAzw&wjCq7RaNhGmvzyXJ4Uz"
    "&zi`Mxs%+-jLaQ-VE%Ek&y@yu}7wn$zu#it{#RyP8D4R^l7#S^^8c;27$z-<#ZP@xt5LYCIA>?{25V4jrTXvtNzFj$`C"
    "}yFGww5R{K$`{zN%cYw#G`1}bM>^u$AUG?nvN^T1J{uE*1I8=?lmLttGfjkB$<IZwUf5)8@TOi<AE5%+>qUXESc;)l~e"
    "cYYE2AEBl{n)S7kPpNqQ~33fHZcXIu<mcca7{-H(UB3VtzaFx&ao#LTv>+cW>Q$b>2|DH<mFoh2>Hj_t^E5^D|F2sTOd"
    "OD-BUgIDP##dfXgau-?cmN#Jw(Gst-O(W<rn?4h#BNqc4c29ld<oQ#mL<m`Fn4?WK$@;g0|S00GkiyxBhhoje_&r~nH5"
    "0ssI2003E9";

inline constexpr std::string_view kBombGzip =
    "{Wp48S^xk5{}S0j0stWa8~^|S5YJf5@9f6`MO^?7qo()`EhL3A?8-mTnWDi`iQKv5!hcY310CGw*N>`ub&&VhwUMF_5+"
    "Y_g5v~<KHCxUjD?k_65q9kO+7A1U&#I9AoUPKbkrlh&v;`BTXazmtCb&+M_sO<^J4+C$&AOG2(XceM^($`n$UaZt&!8>"
    "UZjnEehD+UbA7)50bUs!QQi(-y#-lj`BA`SwFkwU+U0V0hu581Sw6bp&_+FuE|JZ1M3Mdc6;`2TfQ(|_kS>)wg1qk`a+"
    "O7QiQY&=L9$O$n`Q1}J_$g!wJAlh7Y~Qsz@Wj0?U#bs2OJ+il6Au3nllXCXS@;Xh|CK0452^fo-us#`E>^&gh4X`fz-7"
    "cGQ~33fHZcXIu<mcca7{-H(UB3VtzaFx&ao#LTv>+cF?o4|PRF-N?IoFVuOpjv+4Egx$8JLbK~H=D0000000G$o$k{&t"
    "FeuyQr~nH50ssI2003E9";

inline constexpr std::string_view kBombDeflate =
    "{Wp48S^xk5{}S0j0stWa8~^|S5YJf5@9eb!Ib8sDFg!Q_&_W^R)>+eN?HL5r&Ye$2#Yq<;R2$t@A5@->4LYKn>4D4$^Q"
    "Ha#Q&2K1w^AvczB3nnhrO3NN~6Q$%i-gXgE6d7Oiow&;l1$6D8U1-6{%fo%=UUMIE(As;v;o3^_xLSH)jHK58NCSc+K+"
    "PsgLB|<=U>*tz2ZRk$~1QcU1#V<!LH>DPWqzO;>coLbp=kGcN+&c${4Y;x;Jdsg)XLz!*#`mH9{dPUlkMk_J{8o<yGF("
    "&R?=RPcy(EHK-`P*jm3mj(l0$#6Rqz%n<Or4<3C=%WcL?5h7-CaiJ{7LupFIgcdaaGs|lU+gH$h0&Fmihe4Q@+Woo8Nd"
    "dZO_=@Iuhozb#3fVs^^rC)1*Nd=Z^3X)M-0v5VDt9@NsmsycQ{LNOuCX)oSiWM0000000GScw%I=b62E-*r~nH50ssI2"
    "003E9";

inline constexpr std::string_view kBombBrotli =
    "{Wp48S^xk5{}S0j0stWa8~^|S5YJf5-~%WCbX@>vzwG`15pWuhfD}xVqv1{h0I1$&9Kk1Ei_#e`dgRpCb6ziB9QiwY7c"
    "SzpEv{cJ;=fr0E~1d;B<UPsorvl)6#ozeUs(fKEs+JQ4A!oMcj*K_j^Y`&$0+?V%fb6L40E}pPm6ov;r<M@^oAz_KfqD"
    "|00D>rsRjT5<v}<&r~nH50ssI2003E9";

inline constexpr std::string_view kBombZstd =
    "{Wp48S^xk5{}S0j0stWa8~^|S5YJf5;D8YTT3rAXEkW<l4TsHKU3MU^Y(n9yF=}m$W@jc&+_nPAu*%+5VVKP?-sGnk57"
    "R5V>m@~Wj#-9yt|%gVf-!%-GbsqN)K<9RQ3C&e4N$D0T3p-0l#Q?J*FazZ0000000C~2fC2yj(yXwwr~nH50ssI2003E"
    "9";

}  // namespace pgolf_test
