// SPDX-License-Identifier: Apache-2.0
// One small program of our own, packed by every format that a script may use, as base85 text.
#pragma once

#include <string_view>

namespace pgolf_test {

inline constexpr std::string_view kInsideText =
    "def main():\n    print('hello from inside')\n\n\nmain()\n";

inline constexpr std::string_view kPackedXz =
    "{Wp48S^xk6X(HY>0stWa761SMbT8$j-~clKGF<>N8A$(6L&`y_{Ja|AcoPwfHC=(8dOv_#)@1I#ag=+U)?FKlSmcyr?&_@"
    "qnz6<?EC2uiXbskM00Bxg5$2=|kV2Ua0RR9100CKA";

inline constexpr std::string_view kPackedAlone =
    "T>t=p0RR90|NsC0{{S)>NdHem%0a69yc*zm6A_FxU4fo@KY&`+WbVIllzW`kT^ov6<dkFX>a7BrxRlZ>|NNn300";

inline constexpr std::string_view kPackedRaw2 =
    "-~clKGF<>N8A$(6L&`y_{Ja|AcoPwfHC=(8dOv_#)@1I#ag=+U)?FKlSmcyr?&_@qnz6<?EC2";

inline constexpr std::string_view kPackedRaw1 =
    "05Ta!|4&28L8|<`8sK;n5sWomfu4FlfLhjM?!R%Adz{u?8;V%ulw<Ddtpb|3l+r8z{Gnt3";

inline constexpr std::string_view kPackedZlib =
    "c-l)zO;gBC%*@l!wBk|#f`X#Vyb=xdjMSW*e1){4{9J|1yyDE1RCP@*E-r{dE&!#?4|o";

inline constexpr std::string_view kPackedGzip =
    "ABzY8000000s~7)O;gBC%*@l!wBk|#f`X#Vyb=xdjMSW*e1){4{9J|1yyDE1RCP@*E-r{dE&yl^)^s!g000";

inline constexpr std::string_view kPackedDeflate =
    "OG!;r$W6@5)6lfyQUHR2qRhM!4fTxFoSb}xw4(f6h0MI-%#>7hO)f4jh(ay^";

inline constexpr std::string_view kPackedBrotli =
    "8#4g-Ee`Bh2M9qOb?<ns0HQ;-Ku|K}q^(cP(%e*78En9TOOz%$kli@Iaf(asYuyCf(V_+*";

inline constexpr std::string_view kPackedZstd =
    "D77#BAT*%?0AyumAZ=l3ZYU`_3LqdLAaHVNZgeOoXk~0{Zy;uJZ*3rHZgXj5WhW^L3JPsuX>KSf3I";

// The same text unpacked, as base64, as ascii85, and packed twice (zlib in lzma).

inline constexpr std::string_view kInsideBase64 =
    "ZGVmIG1haW4oKToKICAgIHByaW50KCdoZWxsbyBmcm9tIGluc2lkZScpCgoKbWFpbigpCg==";

inline constexpr std::string_view kInsideAscii85 =
    R"(A7]?qD..-r-n.1a+<VdLE,oZ1F=8MMASc1$+D,Y4D'3P1F(o/r-RfB0$>j3cDC?q@)";

inline constexpr std::string_view kInsideBase32 =
    "MRSWMIDNMFUW4KBJHIFCAIBAEBYHE2LOOQUCO2DFNRWG6IDGOJXW2IDJNZZWSZDFE4UQUCQKNVQWS3RIFEFA====";

inline constexpr std::string_view kPackedTwice =
    "{Wp48S^xk6X(HY>0stWa761SMbT8$j0RT04+Dl1IQ^-xs%+t`c;!*&Df}+g45)Ji?)SR4rg|wplT!qZM;>?s(bxkfVE{H-"
    "d0Hw_jcmMzZ4bOM700BxiJ%_60kV2Ua0RR9100CKA";

// A packed script that is itself one: lzma over exec(zlib(...)).
inline constexpr std::string_view kPackedWrapper =
    "{Wp48S^xk6X(HY>0stWa761SMbT8$j-~fUEe_a4Hn@VT6Qap4D0j>HhIv4mi8uvCwcg$k^h+wce9i(NNqYC`itOf|"
    "q7frE3<E=Gn^^_l`NE!URm$_%0ZaXi~JKtpN<Cp-vrtErjCvEts@>13ote5~-J|`O#yD!s?5}f9FG=>X6X)m=Nu9;7O?;"
    "H=@sBQnz5S8u<00000FiGt300EZ)g8={lbf|a$J}?c70ssI200CKA";

// A .lzma header of 24 bytes that asks for a dictionary of 1,536 MiB.
inline constexpr std::string_view kHungryLzma = "T>t<8U_bx>00000000000000000000";

}  // namespace pgolf_test
